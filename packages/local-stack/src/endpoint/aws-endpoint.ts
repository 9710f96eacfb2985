import type { FauxqsServer } from "fauxqs";

import type { LambdaFunction } from "../functions/lambda-function.ts";
import { accessKeyOf } from "./access-key.ts";
import { refuseJson } from "./answer-json.ts";
import { requestOfFunction, type AwsRequest } from "./aws-request.ts";
import { createInvokeApi, isLambdaPath } from "./invoke-api.ts";
import type { Handler } from "./loopback-server.ts";
import { createMoveTasks, isMoveTaskAction } from "./move-tasks.ts";
import { createObjectWrites, isObjectWrite } from "./object-writes.ts";
import { createQueueRequests } from "./queue-requests.ts";
import { createSecretStore } from "./secret-store.ts";
import type { Upstream } from "./upstream.ts";

/** Every AWS service at one address: Lambda and Secrets Manager here, SNS, SQS and S3 by fauxqs with its gaps closed. */
export function createAwsEndpoint(options: {
  fauxqs: FauxqsServer;
  upstream: Upstream;
  queueNames: readonly string[];
  secrets: ReadonlyMap<string, string>;
  /** Whose requests are answered; nobody else's. */
  accessKeyId: string;
  findFunction: (nameOrArn: string) => LambdaFunction | undefined;
  /** Told of each request that a function makes. */
  onRequest: (request: AwsRequest) => void;
}): Handler {
  const { fauxqs, upstream } = options;
  const invokeApi = createInvokeApi(options.findFunction);
  const secretStore = createSecretStore(options.secrets);
  const moveTasks = createMoveTasks(fauxqs, options.queueNames);
  const queueRequests = createQueueRequests(upstream, fauxqs);
  const objectWrites = createObjectWrites(upstream);

  return async (request, response) => {
    if (accessKeyOf(request) !== options.accessKeyId)
      return refuseJson(
        response,
        403,
        "UnrecognizedClientException",
        "The request is not signed with the credentials of this run.",
      );
    const asked = requestOfFunction(request);
    if (asked) options.onRequest(asked);
    const action = String(request.headers["x-amz-target"] ?? "");
    if (isLambdaPath(request.url ?? "/")) return invokeApi(request, response);
    if (action.startsWith("secretsmanager.")) return secretStore(request, response);
    if (isMoveTaskAction(action)) return moveTasks(request, response);
    if (action.startsWith("AmazonSQS.")) return queueRequests(request, response);
    if (isObjectWrite(request)) return objectWrites(request, response);
    return upstream.forward(request, response);
  };
}
