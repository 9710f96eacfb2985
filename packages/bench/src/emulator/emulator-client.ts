import { request as httpRequest } from "node:http";

import type { Handler } from "@reddit-crawler/local-stack/endpoint/loopback-server";
import { endToEndHeaders } from "@reddit-crawler/local-stack/endpoint/upstream";

/** The account that emulators give to whoever asks. */
export const emulatorAccount = "123456789012";
export const emulatorCredentials = { accessKeyId: "nobody", secretAccessKey: "nothing" };
const region = "us-east-1";

/** Another emulator of SNS, SQS, S3 and Secrets Manager, at one address. */
export interface Emulator {
  /** SQS or Secrets Manager, by their JSON protocols. @throws {Error} with the answer when it refuses. */
  call(service: "sqs" | "secretsmanager", action: string, input: object): Promise<unknown>;
  /** SNS, by its query protocol. @throws {Error} with the answer when it refuses. */
  callSns(parameters: Readonly<Record<string, string>>): Promise<void>;
  createBucket(bucket: string): Promise<void>;
  /** Every key below `prefix`. */
  keys(bucket: string, prefix: string): Promise<string[]>;
  /** Passes a request of a function on, and its answer back. */
  forward: Handler;
}

const targets = { sqs: "AmazonSQS", secretsmanager: "secretsmanager" };

/** The emulator at `url`, which checks no signature. */
export function emulatorAt(url: string): Emulator {
  const ask = async (
    service: string,
    path: string,
    { method = "POST", headers = {}, body }: { method?: string; headers?: object; body?: string },
  ) => {
    const scope = `${emulatorCredentials.accessKeyId}/20261122/${region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization, "x-amz-date": "20261122T000000Z", ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text;
  };
  return {
    call: async (service, action, input) => {
      const type = {
        sqs: "application/x-amz-json-1.0",
        secretsmanager: "application/x-amz-json-1.1",
      };
      const text = await ask(service, "/", {
        headers: {
          "content-type": type[service],
          "x-amz-target": `${targets[service]}.${action}`,
        },
        body: JSON.stringify(input),
      });
      return text === "" ? {} : JSON.parse(text);
    },
    callSns: async (parameters) => {
      const body = new URLSearchParams({ ...parameters, Version: "2010-03-31" }).toString();
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      await ask("sns", "/", { headers, body });
    },
    createBucket: async (bucket) => void (await ask("s3", `/${bucket}`, { method: "PUT" })),
    keys: async (bucket, prefix) => {
      const keys: string[] = [];
      for (;;) {
        const query = new URLSearchParams({ "list-type": "2", prefix });
        const last = keys.at(-1);
        if (last !== undefined) query.set("start-after", last);
        const text = await ask("s3", `/${bucket}?${query.toString()}`, { method: "GET" });
        keys.push(...Array.from(text.matchAll(/<Key>([^<]*)<\/Key>/g), ([, key = ""]) => key));
        if (!text.includes("<IsTruncated>true</IsTruncated>")) return keys;
      }
    },
    forward: (request, response) =>
      new Promise((resolve, reject) => {
        const { method, url: path, headers } = request;
        const { hostname, port } = new URL(url);
        const passedOn = httpRequest(
          { hostname, port, method, path, headers: endToEndHeaders(headers) },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.headers));
            answer.pipe(response).once("close", resolve);
          },
        );
        passedOn.once("error", reject);
        request.pipe(passedOn);
      }),
  };
}
