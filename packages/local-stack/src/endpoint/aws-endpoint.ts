import type { IncomingMessage } from "node:http";

import type { FauxqsServer } from "fauxqs";

import type { FastifyServer } from "../emulator/loopback-fauxqs.ts";
import type { TakenMessages } from "../emulator/taken-messages.ts";
import type { FindFunction } from "../functions/lambda-function.ts";
import { AwsError, refuseJson, refuseXml } from "./aws-error.ts";
import { requestOfFunction, type AwsRequest } from "./aws-request.ts";
import { createInvokeApi, isLambdaPath } from "./invoke-api.ts";
import type { Handler } from "./loopback-server.ts";
import { createMoveTasks, isMoveTaskAction } from "./move-tasks.ts";
import { createObjectWrites, isObjectWrite } from "./object-writes.ts";
import { hasGaps, createQueueRequests } from "./queue-requests.ts";
import { createSecretStore } from "./secret-store.ts";
import { createSharedObjects, type SharedObjectOptions } from "./shared-objects.ts";
import { createUpstream } from "./upstream.ts";

/** Every AWS service at one address: Lambda and Secrets Manager here, SNS, SQS and S3 by fauxqs with its gaps closed. */
export function createAwsEndpoint(options: {
  fauxqs: FauxqsServer;
  fastify: FastifyServer;
  queueNames: readonly string[];
  taken: TakenMessages;
  secrets: ReadonlyMap<string, string>;
  /** Whose requests are answered; nobody else's. */
  accessKeyId: string;
  findFunction: FindFunction;
  sharedObjects?: SharedObjectOptions | undefined;
  /** Gets each request that a function makes. */
  onRequest: (request: AwsRequest) => void;
}): Handler {
  const { fauxqs, fastify } = options;
  const upstream = createUpstream(fastify);
  const invokeApi = createInvokeApi(options.findFunction);
  const secretStore = createSecretStore(options.secrets);
  const moveTasks = createMoveTasks(fauxqs, fastify, options.queueNames);
  const queueRequests = createQueueRequests(upstream, fauxqs, options.taken);
  const objectWrites = createObjectWrites(upstream);
  const shared = options.sharedObjects && createSharedObjects(options.sharedObjects);

  const handlerOf = (request: IncomingMessage): Handler => {
    const action = String(request.headers["x-amz-target"] ?? "");
    if (isLambdaPath(request.url ?? "/")) return invokeApi;
    if (action.startsWith("secretsmanager.")) return secretStore;
    if (isMoveTaskAction(action)) return moveTasks;
    if (hasGaps.has(action)) return queueRequests;
    if (shared?.concerns(request)) return shared.answer;
    return isObjectWrite(request) ? objectWrites : upstream.forward;
  };

  return async (request, response) => {
    try {
      if (accessKeyOf(request) !== options.accessKeyId)
        throw new AwsError(
          403,
          "UnrecognizedClientException",
          "The request is not signed with the credentials of this run.",
        );
      const asked = requestOfFunction(request);
      if (asked) options.onRequest(asked);
      await handlerOf(request)(request, response);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (handlerOf(request) === objectWrites) refuseXml(response, error);
      else refuseJson(response, error);
    }
  };
}

/**
 * The access key id that a request is signed with, in its Authorization header or in a presigned link; undefined when it
 * is not signed (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html).
 */
function accessKeyOf({ url = "/", headers }: IncomingMessage): string | undefined {
  const { authorization = "" } = headers;
  const signed = /^AWS4-HMAC-SHA256 (?:.*, *)?Credential=([^/,]+)\//.exec(authorization)?.[1];
  if (signed !== undefined) return signed;
  const query = new URLSearchParams(url.split("?")[1]);
  return query.get("X-Amz-Credential")?.split("/")[0];
}
