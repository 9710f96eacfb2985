import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Answers in the AWS JSON protocol. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": randomUUID(),
    })
    .end(JSON.stringify(body));
}

/** Answers with an error of the AWS JSON protocol, which SDKs throw under `code`. */
export function refuseJson(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  response.setHeader("x-amzn-errortype", code);
  answerJson(response, status, { __type: code, message });
}
