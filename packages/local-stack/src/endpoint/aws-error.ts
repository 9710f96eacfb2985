import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Thrown where a service refuses a request: the endpoint answers with it in the service's own protocol. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly status: number;
  /** The name under which SDKs throw it. */
  readonly code: string;
  /** Further fields of the answer. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Answers in the AWS JSON protocol. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": randomUUID(),
    })
    .end(JSON.stringify(body));
}

/** Answers with `error` as JSON, in which Lambda has other fields than SQS and Secrets Manager. */
export function refuseJson(response: ServerResponse, error: AwsError): void {
  const { status, code, message, details } = error;
  response.setHeader("x-amzn-errortype", code);
  answerJson(response, status, {
    __type: code,
    Type: "User",
    message,
    Message: message,
    ...details,
  });
}

/** Answers with `error` as S3 does. */
export function refuseXml(response: ServerResponse, error: AwsError): void {
  const { status, code, message, details } = error;
  const requestId = randomUUID();
  const fields = { Code: code, Message: message, ...details, RequestId: requestId };
  const xml = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  response
    .writeHead(status, { "content-type": "application/xml", "x-amz-request-id": requestId })
    .end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml.join("")}</Error>`);
}
