import * as z from "zod/mini";

/** What goes back to a client. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const proxyResultSchema = z.object({
  statusCode: z.pipe(
    z.union([z.string().check(z.regex(/^\d{3}$/)), z.int()]),
    z.pipe(z.transform(Number), z.int().check(z.minimum(100), z.maximum(599))),
  ),
  headers: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.optional(z.array(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

/** An answer of API Gateway's own. */
export function gatewayAnswer(status: number, message: string): HttpAnswer {
  return jsonAnswer(status, JSON.stringify({ message }));
}

/**
 * The answer that a function's result stands for in payload format 2.0: one with a `statusCode` is taken at its word, any
 * other value is the body of a 200, and a broken one is a 500.
 */
export function functionAnswer(payload: string): HttpAnswer {
  const result: unknown = JSON.parse(payload);
  if (typeof result === "string") return jsonAnswer(200, result);
  if (typeof result !== "object" || result === null || !("statusCode" in result))
    return jsonAnswer(200, payload);

  const parsed = z.safeParse(proxyResultSchema, result);
  if (!parsed.success) return gatewayAnswer(500, "Internal Server Error");
  const { statusCode, headers = {}, cookies, body = "", isBase64Encoded } = parsed.data;
  return {
    status: statusCode,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      ...(cookies && { "set-cookie": cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}

function jsonAnswer(status: number, body: string): HttpAnswer {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(body) };
}
