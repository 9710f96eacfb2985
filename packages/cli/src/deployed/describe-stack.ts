import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { awsAccessAdvice } from "@reddit-crawler/function-runtime/aws-access";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { ImportTarget } from "../pipeline/import-target.ts";
import type { Send } from "../pipeline/crawl-api.ts";
import { signedSend } from "./signed-send.ts";

/** A deployed stack, with what the commands need of it. */
export interface DeployedStack {
  name: string;
  region: string;
  apiUrl: string;
  postQueueUrl: string;
  deadLetterQueueUrl: string;
  /** Where imports go. @throws {CommandError} where the stack does not name its bucket. */
  imports: () => ImportTarget;
  /** The picture hosts that it opens, as its parameter MediaHosts says; undefined where it has none. */
  mediaHosts: string | undefined;
  /** Signs requests to the stack's API as the caller. */
  send: Send;
}

/**
 * The stack `name` in the region and with the credentials that the AWS CLI would use.
 * @throws {CommandError} saying what to do, when there is no such stack, no region or no credentials.
 */
export async function describeStack(name: string): Promise<DeployedStack> {
  const client = new CloudFormationClient(awsClientSettings(awsClientLimits.command));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs = new Map(
      Stacks[0]?.Outputs?.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    );
    const output = (key: string) => {
      const value = outputs.get(key);
      if (value) return value;
      throw new CommandError(
        `The stack ${name} has no output ${key}: it is not deployed from infra/template.yaml, or not yet.`,
      );
    };
    const parameters = Stacks[0]?.Parameters ?? [];
    const hosts = parameters.find(({ ParameterKey }) => ParameterKey === "MediaHosts");
    const region = await client.config.region();
    return {
      name,
      region,
      apiUrl: output("ApiUrl"),
      postQueueUrl: output("PostQueueUrl"),
      deadLetterQueueUrl: output("PostDeadLetterQueueUrl"),
      imports: () => ({
        bucket: output("MediaBucketName"),
        client: { region, credentials: client.config.credentials },
      }),
      mediaHosts: hosts?.ParameterValue,
      send: signedSend({ region, credentials: client.config.credentials }),
    };
  } catch (error) {
    throw explained(name, error);
  }
}

/** What to do about the errors that people meet; any other error comes back as it is. */
function explained(stack: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const { name, message } = error;
  let advice = awsAccessAdvice(error, "it is");
  if (name === "ValidationError")
    advice ??= `There is none of that name in this account and region; AWS_PROFILE and AWS_REGION choose others. (${message})`;
  if (/AccessDenied|Unauthorized/.test(name))
    advice ??= `You may not describe it, or your session is over. (${message})`;
  if (advice === undefined) return error;
  return new CommandError(`The stack ${stack} could not be looked up. ${advice}`, { cause: error });
}
