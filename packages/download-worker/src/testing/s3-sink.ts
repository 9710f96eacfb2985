import { createServer } from "node:http";

/** S3 and SQS as far as storing one post goes, on loopback: everything is accepted and nothing kept. */
export async function startSink() {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://sink.invalid");
    request.resume().once("end", () => {
      if (request.method === "GET") response.writeHead(404).end();
      else if (request.headers["x-amz-target"])
        response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
      else if (searchParams.has("uploads"))
        response.end(
          "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>",
        );
      else if (request.method === "POST")
        response.end(
          '<CompleteMultipartUploadResult><ETag>"1"</ETag></CompleteMultipartUploadResult>',
        );
      else response.writeHead(200, { etag: '"00000000000000000000000000000000"' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
