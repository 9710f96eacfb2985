import type { World } from "../world.ts";
import type { HostAnswer } from "./outbound.ts";
import { withOwnImgurId, type HostFile, type HostFiles } from "./draw-files.ts";
import { json } from "./plain-answers.ts";

/** First bytes that are enough to recognise a type, so that a cut file is known to be a cut picture. */
const leastCutBytes = 60;

/** How the host of `url` answers this time. What a file is stays the same; what happens on the way does not. */
export function answerPicture(url: URL, { byUrl }: HostFiles, world: World): HostAnswer {
  const { faults, random } = world;
  const known = withOwnImgurId(url);
  if (!known) return json(403, { data: { error: "Invalid client_id" }, success: false });
  const file = byUrl.get(known.href) ?? { kind: "gone" };
  if (faults.strikes("host silent")) return { noAnswer: "answer-timeout", afterMs: 10_000 };
  if (faults.strikes("host resets")) return { noAnswer: "connection-broken", afterMs: 100 };
  if (faults.strikes("host throttles")) return throttled(world);
  if (faults.strikes("host down")) return { status: random.pick([500, 502, 503, 504]) };
  switch (file.kind) {
    case "gone":
      return { status: 404 };
    case "sick":
      return { status: 503 };
    case "failing":
      return file.answer;
    case "moved":
      return { status: 302, headers: { location: file.to } };
    case "page":
      return whole(Buffer.from("<!doctype html><title>Not here</title>"), true);
    case "answer":
      return whole(Buffer.from(JSON.stringify(file.json)), true);
    case "text":
      return whole(Buffer.from(file.text), true);
    default:
      return picture(file, world);
  }
}

/** The file that `url` leads to in the end; undefined when it is none. */
export function pictureAt(url: string, files: HostFiles): Buffer | undefined {
  const file = files.byUrl.get(url);
  if (file?.kind === "moved") return pictureAt(file.to, files);
  return file?.kind === "picture" ? file.body : undefined;
}

/** The files that a link to `url` asks for: an album's pictures, or the file itself. */
export function filesOf(url: string, { albums }: HostFiles): readonly string[] {
  return albums.get(url) ?? [url];
}

function throttled({ random, timeline }: World): HostAnswer {
  const seconds = random.pick([undefined, 5, 45, 300, 5000]);
  if (seconds === undefined) return { status: 429 };
  const date = new Date(timeline.nowMs + seconds * 1000).toUTCString();
  return { status: 429, headers: { "retry-after": random.pick([String(seconds), date]) } };
}

function picture(file: Extract<HostFile, { kind: "picture" }>, world: World): HostAnswer {
  const { faults, random } = world;
  const { body, pauseMs } = file;
  const declares = random.chance(800);
  const answer = { ...whole(body, declares), ...(pauseMs !== undefined && { pauseMs }) };
  if (faults.strikes("host cuts off")) {
    const cut = body.subarray(0, random.between(leastCutBytes, body.length - 1));
    // Where the connection ends in order, only the declared length shows that something is missing, or without one the
    // picture itself.
    const isNoticed = declares && random.chance(500);
    return { ...answer, chunks: [cut], ...(isNoticed && { breaksWith: "truncated" }) };
  }
  if (faults.strikes("host stalls"))
    return {
      ...answer,
      chunks: [body.subarray(0, 100)],
      pauseMs: 10_000,
      breaksWith: "body-stalled",
    };
  if (faults.strikes("host slow")) return { ...answer, pauseMs: random.between(1000, 30_000) };
  return answer;
}

function whole(body: Buffer, declares: boolean): HostAnswer {
  const middle = body.length >> 1;
  return {
    status: 200,
    headers: declares ? { "content-length": String(body.length) } : {},
    chunks: [body.subarray(0, middle), body.subarray(middle)],
  };
}
