import { createServer, type Server } from "node:http";
import { connect } from "node:net";

import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";
import { mediaHosts } from "@reddit-crawler/media-hosts";

import { fetchPicture } from "../fetch/fetch-picture.ts";
import { withTimeLimit } from "../time/time-limit.ts";
import type { Behaviour } from "./host-behaviours.ts";
import { fakeWorker } from "./fake-worker.ts";
import { memoryPictureStore } from "./memory-picture-store.ts";

/** The largest picture that `outcomeOf` lets through. */
export const maxPictureBytes = 100_000;

/** For a busy machine: only a download that is to exceed a limit gets the short one. */
const patientMs = 20_000;
const impatientMs = 1000;

const ourHosts = new Set(["i.redd.it", "www.reddit.com", "i.imgur.com", "preview.redd.it"]);

/**
 * Picture hosts on loopback that behave as a test says, path by path, and a decoy that answers for every other name
 * and notes who came. Every name leads to loopback, and nothing is encrypted: behaviour counts here, not certificates.
 */
export async function loopbackHosts() {
  const behaviours = new Map<string, Behaviour>();
  const decoys: string[] = [];
  const host = createServer((request, response) => {
    response.on("error", () => {});
    const { pathname } = new URL(request.url ?? "/", "https://i.redd.it");
    behaviours.get(pathname)?.(response, request);
  });
  const decoy = createServer((request, response) => {
    decoys.push(request.headers.host ?? "");
    response.end();
  });
  const [hostPort, decoyPort] = await Promise.all([listen(host), listen(decoy)]);
  const httpWith = (silenceMs: number) =>
    createOutboundHttp({
      userAgent: "aws:reddit-crawler:1.0.0 (by /u/example)",
      proxy: {},
      connectTimeoutMs: patientMs,
      headersTimeoutMs: silenceMs,
      idleTimeoutMs: silenceMs,
      connect: (name) => connect(ourHosts.has(name) ? hostPort : decoyPort, "127.0.0.1"),
    });
  const patient = httpWith(patientMs);
  const impatient = httpWith(impatientMs);

  /** Downloads from a host that behaves so, and says in one line how that ended and what the store holds; with one limit short. */
  const outcomeOf = async (
    behaviour: Behaviour | undefined,
    at = "https://i.redd.it/cat.jpg",
    shortLimit?: "silence" | "total",
  ) => {
    if (behaviour) behaviours.set("/cat.jpg", behaviour);
    const { store, pictures, uploads } = memoryPictureStore();
    const http = shortLimit === "silence" ? impatient : patient;
    const given = { http, hosts: mediaHosts("reddit,imgur"), clock: systemClock, maxPictureBytes };
    const world = { ...fakeWorker({}).world, ...given };
    const open = ({ extension, contentType }: { extension: string; contentType: string }) =>
      store.open(
        { key: extension, contentType, postId: "1abc", crawlId: "c", sourceUrl: at },
        new AbortController().signal,
      );
    const totalMs = shortLimit === "total" ? impatientMs : patientMs;
    let outcome: string;
    try {
      const fetched = await withTimeLimit(systemClock, totalMs, (signal) =>
        fetchPicture(new URL(at), open, world, signal),
      );
      if (fetched.kind === "no-picture") outcome = `${fetched.outcome}: ${fetched.reason}`;
      else {
        await fetched.upload.complete(fetched.sha256);
        const stored = pictures.get(fetched.type.extension)?.body.length;
        outcome = `${fetched.type.extension}, ${fetched.bytes} bytes, ${stored} stored`;
      }
    } catch (error) {
      outcome = failure(error);
    }
    const leftOpen = uploads.opened - uploads.completed - uploads.aborted;
    return leftOpen === 0 ? outcome : `${outcome}, and ${leftOpen} upload left open`;
  };
  const close = async () => {
    for (const each of [host, decoy]) {
      each.closeAllConnections();
      each.close();
    }
  };
  return { behaviours, decoys, outcomeOf, close };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}

function failure(error: unknown): string {
  if (error instanceof ThrottledError)
    return `throttled: ${error.code}, ${error.retryAfterSeconds ?? "some"} s`;
  if (error instanceof RetryableError) return `later: ${error.code}`;
  throw error;
}
