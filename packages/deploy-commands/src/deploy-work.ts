import { readFileSync } from "node:fs";

import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";
import { awsAccessAdvice } from "@reddit-crawler/function-runtime/aws-access";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { templateFile } from "@reddit-crawler/local-stack/template/template-files";
import { parameterDefaults } from "@reddit-crawler/local-stack/template/parameter-values";
import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";

import { createCloudFormationStack } from "./adapters/cloudformation-stack.ts";
import { createS3ArtifactStore } from "./adapters/s3-artifact-store.ts";
import { findAffected } from "./commands/affected-stages.ts";
import { deployStages } from "./commands/deploy-stages.ts";
import { deployTemplate, type TemplateOptions } from "./commands/deploy-template.ts";
import { rollbackStage } from "./commands/rollback-stage.ts";
import type { Build } from "./deploy-program.ts";
import { readArtifact, uploadArtifacts, type StageArtifact } from "./stages/stage-artifact.ts";
import { readStages } from "./stages/stages.ts";
import type { DeployWorld } from "./world.ts";

interface StackOptions {
  stack: string;
  serviceRole?: string;
}

const print = (line: string) => console.log(line);
const forcePathStyle = process.env["AWS_ENDPOINT_URL"] !== undefined;
const s3 = new S3Client({ ...awsClientSettings(awsClientLimits.command), forcePathStyle });
const client = new CloudFormationClient(awsClientSettings(awsClientLimits.command));
const bucketOf = (name: string) => createS3ArtifactStore(s3, name);

function worldOf({ stack, serviceRole }: StackOptions): DeployWorld {
  const clock = systemClock;
  return {
    stack: createCloudFormationStack(stack, client, clock, serviceRole),
    bucket: bucketOf,
    clock,
    print,
  };
}

function readTemplateFile() {
  const template = readFileSync(templateFile, "utf8");
  return { template, defaults: parameterDefaults(parseTemplate(template).Parameters) };
}

/** The builds of stages, all if none is named. */
async function buildArtifacts(
  names: readonly string[],
  build: Build,
  sdk: S3Client | CloudFormationClient = client,
): Promise<StageArtifact[]> {
  const chosen = readStages(names);
  // First, because a build takes long and would be in vain. The client keeps what it finds.
  await sdk.config.region();
  await sdk.config.credentials();
  build(chosen);
  return Promise.all(chosen.map(async (stage) => readArtifact(stage)));
}

/** Uploads the zips of stages, all if none is named, that `bucket` does not have. */
export async function upload(
  names: readonly string[],
  bucket: string,
  build: Build,
): Promise<void> {
  await explained(async () =>
    uploadArtifacts(await buildArtifacts(names, build, s3), bucketOf(bucket), print),
  );
}

/** Deploys stages, or template and stages if none is named. */
export async function deploy(
  names: readonly string[],
  options: StackOptions & TemplateOptions,
  build: Build,
): Promise<void> {
  await explained(async () => {
    const artifacts = await buildArtifacts(names, build);
    const world = worldOf(options);
    if (names.length > 0) return deployStages(artifacts, options.bucket, world);
    return deployTemplate({ ...readTemplateFile(), artifacts }, options, world);
  });
}

/** Gives one stage the zip that it had before, or another. */
export async function rollback(
  name: string,
  options: StackOptions & { to?: string },
): Promise<void> {
  await explained(async () => {
    for (const stage of readStages([name]))
      await rollbackStage(stage, options.to, worldOf(options));
  });
}

/** Prints which stages differ from what a stack runs, and whether the template does. */
export async function affected(options: StackOptions, build: Build): Promise<void> {
  await explained(async () => {
    // Standard output goes to a file of the workflow, line by line.
    const world = { ...worldOf(options), print: console.error };
    const built = { ...readTemplateFile(), artifacts: await buildArtifacts([], build) };
    const found = await findAffected(built, world);
    print(`stages=${JSON.stringify(found.stages)}`);
    print(`template=${found.template}`);
  });
}

/** Runs `work`. @throws {CommandError} in the place of an error of AWS, with what to do. */
async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    const advice = awsAccessAdvice(cause, "the stack and the bucket are");
    const answer =
      cause instanceof Error && "$metadata" in cause
        ? `${cause.name}: ${cause.message}`
        : undefined;
    const message = advice ?? answer;
    if (message === undefined) throw cause;
    throw new CommandError(message, { cause });
  }
}
