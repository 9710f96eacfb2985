import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type {
  DeadLetter,
  PipelineProgress,
  QueueDepths,
  StopResult,
} from "../contract/gallery-event.ts";
import type { GalleryPost } from "../contract/gallery-post.ts";
import { readPageAssets, servedDocument } from "../document/gallery-document.ts";
import { openLibrary } from "../library/open-library.ts";
import { isLarge, smallCopies } from "../small-copies/small-copies.ts";
import { redditUrl } from "../library/shape-post.ts";
import { eventStream } from "./event-stream.ts";
import { answerStop } from "./answer-stop.ts";
import { forwardCrawl, refuse } from "./forward-crawl.ts";
import { refusalOf } from "./request-guard.ts";
import { commonHeaders, pageHeaders } from "./response-headers.ts";
import { findPicture, sendPicture, type FoundPicture } from "./send-picture.ts";

/** What the gallery needs of the pipeline that it shows. */
export interface GalleryPorts {
  /** Base URL of the pipeline's HTTP API. */
  apiUrl: string;
  /** The output folder, which has a decided post's pictures before its record is shown. */
  folder: string;
  /** Some of the posts that were given up, for people to see. */
  deadLetters: () => Promise<DeadLetter[]>;
  /** Redrives every post that was given up. */
  retryDeadLetters: () => Promise<void>;
  /** Stops a crawl. Resolves once it is stopped, and what it has is kept. */
  stopCrawl: (crawlId: string) => Promise<StopResult>;
  /** Gets what went wrong inside the gallery. */
  onError: (error: unknown) => void;
}

/** A gallery that is being served. */
export interface Gallery {
  /** `http://127.0.0.1:<port>/` */
  url: string;
  /** Shows on every open page what happens in the pipeline. */
  show: (progress: PipelineProgress) => void;
  /** Stops listening and cuts every connection. */
  stop: () => Promise<void>;
}

/**
 * Serves the gallery on `port` of 127.0.0.1, or on a free one when that is taken.
 * @throws {Error} when the page has not been built.
 */
export async function startGallery(ports: GalleryPorts, port = 0): Promise<Gallery> {
  const [assets, library] = await Promise.all([readPageAssets(), openLibrary(ports.folder)]);
  const copies = smallCopies(ports.folder);
  const prepareCopies = (posts: readonly GalleryPost[]) =>
    copies.prepare(
      posts.flatMap(({ pictures }) => pictures.filter(isLarge).map(({ path }) => path)),
    );
  prepareCopies(library.snapshot().posts.toReversed());
  const events = eventStream();
  let queues: QueueDepths = { waiting: 0, inFlight: 0, deadLettered: 0 };

  const publish = async (progress: PipelineProgress) => {
    if (progress.kind !== "queues") {
      for (const event of await library.take(progress)) {
        if (event.type === "posts") prepareCopies(event.posts);
        events.send(event);
      }
    } else if (JSON.stringify(progress.queues) !== JSON.stringify(queues)) {
      queues = progress.queues;
      events.send({ type: "queues", queues });
    }
  };

  const send = (response: ServerResponse, contentType: string, body: string) =>
    void response.writeHead(200, { ...commonHeaders, "content-type": contentType }).end(body);

  const deadLetters = async () =>
    (await ports.deadLetters()).map(({ permalink, ...letter }) => ({
      ...letter,
      permalink: redditUrl(permalink ?? ""),
    }));

  const smallOf = ({ path, file }: FoundPicture, response: ServerResponse) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    return copies.fileFor(path, file, gone.signal);
  };

  const answer = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    const reads = request.method === "GET" || request.method === "HEAD";
    const [, kind, picture] = /^\/(pictures|small)\/(.+)$/.exec(path) ?? [];
    if (reads && picture !== undefined) {
      const found = await findPicture(ports.folder, picture, library);
      const file = found && kind === "small" ? await smallOf(found, response) : found?.file;
      return sendPicture(file, request, response);
    }
    const [, stopped] = /^\/crawls\/([0-9A-Z]{26})\/stop$/.exec(path) ?? [];
    if (request.method === "POST" && stopped !== undefined)
      return answerStop(await ports.stopCrawl(stopped), response);
    switch (`${reads ? "GET" : request.method} ${path}`) {
      case "GET /":
        return void response.writeHead(200, pageHeaders).end(servedDocument());
      case "GET /page.js":
        return send(response, "text/javascript; charset=utf-8", assets.script);
      case "GET /page.css":
        return send(response, "text/css; charset=utf-8", assets.style);
      case "GET /events":
        return events.open(response, { type: "snapshot", queues, ...library.snapshot() });
      case "GET /dead-letters":
        return send(response, "application/json", JSON.stringify(await deadLetters()));
      case "POST /crawls":
        return forwardCrawl(ports.apiUrl, request, response);
      case "POST /dead-letters/retry":
        await ports.retryDeadLetters();
        return void response.writeHead(204, commonHeaders).end();
      default:
        return refuse(response, 404, "There is nothing here.");
    }
  };

  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const { method, headers } = request;
    const refusal = refusalOf({ method, path, headers }, listeningPort(server));
    if (refusal !== undefined) return refuse(response, 403, refusal);
    answer(path, request, response).catch((error: unknown) => {
      // A browser that goes away in the middle of a picture is no error.
      if (!request.destroyed) ports.onError(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "The gallery could not answer this. Its terminal says why.");
    });
  });
  await listen(server, port);

  return {
    url: `http://127.0.0.1:${listeningPort(server)}/`,
    show: (progress) => void publish(progress).catch(ports.onError),
    stop: async () => {
      events.close();
      await copies.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", () => resolve());
    });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken || port === 0) throw error;
    await listen(server, 0);
  }
}

function listeningPort(server: ReturnType<typeof createServer>): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has this address
  return (server.address() as AddressInfo).port;
}
