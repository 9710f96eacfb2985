import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** An API that takes signed requests only, as API Gateway does with `AWS_IAM`. */
export interface SignedGateway {
  url: string;
  /** Method and path of what was passed on, in order. */
  readonly passed: string[];
  stop(): Promise<void>;
}

/** Passes requests that `accessKeyId` signed for `execute-api` on to `apiUrl`; answers 403 to all others. */
export async function startSignedGateway(
  apiUrl: string,
  accessKeyId: string,
): Promise<SignedGateway> {
  const passed: string[] = [];
  const isSigned = ({ headers }: IncomingMessage) =>
    headers["x-amz-date"] !== undefined &&
    headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKeyId}/`) === true &&
    headers.authorization.includes("/execute-api/aws4_request");
  const server = createServer(async (request, response) => {
    if (!isSigned(request)) {
      response.writeHead(403).end('{"message":"Missing Authentication Token"}');
      return;
    }
    passed.push(`${request.method} ${request.url?.split("?")[0]}`);
    const body = await text(request);
    const answer = await fetch(new URL(request.url ?? "/", apiUrl), {
      method: request.method ?? "GET",
      headers: Object.fromEntries(
        ["content-type", "if-none-match"].flatMap((name) => {
          const value = request.headers[name];
          return typeof value === "string" ? [[name, value]] : [];
        }),
      ),
      ...(body !== "" && { body }),
    });
    response
      .writeHead(answer.status, { etag: answer.headers.get("etag") ?? "" })
      .end(await answer.text());
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
