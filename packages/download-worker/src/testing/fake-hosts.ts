import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

/** A status with headers and a body, which is empty where none is given. */
interface FakeStatus {
  status: number;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** What a picture host does when it is asked for a URL. */
export type FakeAnswer = Uint8Array | FakeStatus | Error;

/** A way out to picture hosts that live in a table, and the URLs that were asked for. What is not listed is 404. */
export function fakeHosts(answers: Record<string, FakeAnswer | (() => Promise<FakeAnswer>)>) {
  const asked: string[] = [];
  const http: OutboundHttp = async ({ url }) => {
    asked.push(url.href);
    const listed = answers[url.href] ?? { status: 404 };
    const answer = typeof listed === "function" ? await listed() : listed;
    if (answer instanceof Error) throw answer;
    const plain: FakeStatus = answer instanceof Uint8Array ? { status: 200, body: answer } : answer;
    const { status, headers = {}, body = new Uint8Array() } = plain;
    return {
      status,
      headers: { "content-length": String(body.length), ...headers },
      body: chunked(body),
      text: async () => Buffer.from(body).toString(),
      discard: async () => {},
    };
  };
  return { http, asked, answers };
}

/** The failure of a host that cannot be reached right now. */
export function hostDown(): RetryableError {
  return new RetryableError("connection-refused", "GET host: connection refused");
}

async function* chunked(body: Uint8Array) {
  for (let at = 0; at < body.length; at += 500) yield body.subarray(at, at + 500);
}
