import * as z from "zod/mini";

import { answerJson, AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";

const requestSchema = z.object({ SecretId: z.string() });

/** Secrets Manager's GetSecretValue over `secrets`, whose keys are ARNs; no other action is known. */
export function createSecretStore(secrets: ReadonlyMap<string, string>): Handler {
  return async (request, response) => {
    const action = String(request.headers["x-amz-target"]);
    const body = await readBody(request, 100_000);
    if (action !== "secretsmanager.GetSecretValue")
      throw new AwsError(
        400,
        "UnknownOperationException",
        `${action} is not known to the local stack`,
      );

    const input = z.safeParse(requestSchema, JSON.parse(String(body)));
    const arn = input.data?.SecretId ?? "";
    const value = secrets.get(arn);
    if (value === undefined)
      throw new AwsError(
        400,
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret.",
      );
    answerJson(response, 200, {
      ARN: arn,
      Name: arn.split(":secret:")[1],
      SecretString: value,
      VersionId: "00000000-0000-0000-0000-000000000000",
      VersionStages: ["AWSCURRENT"],
    });
  };
}
