import { ownKey, ownKeyHeader } from "./own-key.ts";

/** Calls one action of SQS at `port` of this machine. @throws {Error} with SQS's own words when it refuses. */
export async function sqsCall(
  port: number,
  action: string,
  input: object,
  signal?: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: {
      [ownKeyHeader]: ownKey,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${action}`,
    },
    body: JSON.stringify(input),
    ...(signal && { signal }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`SQS ${action} failed: ${JSON.stringify(answer)}`);
  return answer;
}
