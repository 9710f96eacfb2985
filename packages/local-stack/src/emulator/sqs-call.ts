import type { FastifyServer } from "./loopback-fauxqs.ts";

/** Calls one action of fauxqs's SQS, without a connection. @throws {Error} with SQS's own words when it refuses. */
export async function sqsCall(
  fastify: Pick<FastifyServer, "inject">,
  action: string,
  input: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const { statusCode, rawPayload } = await fastify.inject({
    method: "POST",
    url: "/",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${action}`,
    },
    payload: Buffer.from(JSON.stringify(input)),
    ...(signal && { signal }),
  });
  const answer = rawPayload.toString();
  if (statusCode !== 200) throw new Error(`SQS ${action} failed: ${answer}`);
  return JSON.parse(answer);
}
