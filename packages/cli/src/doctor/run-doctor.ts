import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";

import type { LocalSettings } from "../pipeline/local-settings.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import type { Paint, PaintStyle } from "../terminal/paint.ts";
import { wrapWords } from "../terminal/text/wrap-words.ts";
import { archive } from "./archive-way.ts";
import { imgurAlbums, imgurPictures } from "./imgur-ways.ts";
import { api, feed } from "./reddit-ways.ts";
import { networkAdvice, tryWay } from "./try-way.ts";
import type { Verdict } from "./verdict.ts";
import type { Way } from "./way.ts";

/** The ways to posts, and those to pictures that not every network has. */
const ways: readonly Way[] = [api, feed, archive, imgurAlbums, imgurPictures];

/** What `doctor` takes. */
export interface DoctorRun {
  settings: LocalSettings;
  /** The proxy variables, as the functions get them. */
  network: Readonly<Record<string, string>>;
  output: CommandOutput;
  signal: AbortSignal;
  /** Milliseconds; 15 s is longer than any healthy answer. */
  timeoutMs?: number;
}

interface TriedWay {
  way: Way;
  verdict: Verdict;
}

/** Tries each way with one request, and says what is open; 0 when a crawl can go in by at least one way, else 1. */
export async function runDoctor(run: DoctorRun): Promise<number> {
  const { settings, network, output, signal, timeoutMs = 15_000 } = run;
  const http = createOutboundHttp({
    userAgent: settings.redditUserAgent ?? defaultUserAgent,
    proxy: {
      httpsProxy: network["HTTPS_PROXY"],
      httpProxy: network["HTTP_PROXY"],
      noProxy: network["NO_PROXY"],
    },
    connectTimeoutMs: timeoutMs,
    headersTimeoutMs: timeoutMs,
    idleTimeoutMs: timeoutMs,
  });
  const attempt = { http, settings, nowMs: Date.now(), timeoutMs, signal };
  const tried = await Promise.all(
    ways.map(async (way) => ({ way, verdict: await tryWay(way, attempt) })),
  );
  const isOpen = (way: Way) => tried.some((one) => one.way === way && one.verdict.kind === "open");
  output.result(
    (paint, columns) =>
      [
        ...tried.flatMap((one) => lines(one, paint, columns)),
        "",
        conclusion(isOpen),
        // Once, since all that is not reached is so for one reason.
        ...(tried.some(({ verdict }) => isUnreached(verdict)) ? [`→ ${networkAdvice}`] : []),
      ].join("\n"),
    () =>
      JSON.stringify(
        tried.map(({ way: { name, gives }, verdict }) => ({ name, gives, ...verdict })),
      ),
  );
  return isOpen(api) || isOpen(feed) || isOpen(archive) ? 0 : 1;
}

/** What is sent while REDDIT_USER_AGENT is not set; libraries' own names are throttled. */
const defaultUserAgent = "local:reddit-picture-crawler:1.0.0";

const words: Readonly<Record<Verdict["kind"], readonly [string, PaintStyle]>> = {
  open: ["open", "green"],
  refused: ["refused", "red"],
  "not-configured": ["not configured", "yellow"],
};

/** Columns that the name of a way takes, and with it what stands before all else. */
const nameWidth = 16;

function lines({ way, verdict }: TriedWay, paint: Paint, columns: number): string[] {
  const unreached = isUnreached(verdict);
  const [word, style] = unreached ? (["not reached", "red"] as const) : words[verdict.kind];
  const note =
    verdict.kind === "open"
      ? `: ${verdict.note}`
      : verdict.kind === "refused"
        ? `: ${verdict.why}`
        : "";
  const below = " ".repeat(nameWidth);
  return [
    ...wrapWords(`${way.name.padEnd(nameWidth)}${paint(style, word)}${note}`, columns, nameWidth),
    ...wrapWords(`${below}${way.gives}`, columns, nameWidth).map((line) => paint("dim", line)),
    ...(verdict.next === undefined || unreached
      ? []
      : wrapWords(`${below}→ ${verdict.next}`, columns, nameWidth + 2)),
  ];
}

function isUnreached(verdict: Verdict): boolean {
  return verdict.kind === "refused" && verdict.unreached === true;
}

/** How a crawl without `--source` goes in. */
function conclusion(isOpen: (way: Way) => boolean): string {
  if (isOpen(api)) return "A crawl reads Reddit's API.";
  if (isOpen(feed) || isOpen(archive))
    return "A crawl goes in without keys, by what is open above.";
  return "No way to posts is open from here. Try again later, or from another network.";
}
