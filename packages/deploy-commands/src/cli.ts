#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";
import { awsAccessAdvice } from "@reddit-crawler/function-runtime/aws-access";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { templateFile } from "@reddit-crawler/infra/template";
import { parameterDefaults } from "@reddit-crawler/local-stack/template/parameter-values";
import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";
import { Command, InvalidArgumentError, Option } from "commander";

import { createCloudFormationStack } from "./adapters/cloudformation-stack.ts";
import { createS3ArtifactStore } from "./adapters/s3-artifact-store.ts";
import { findAffected } from "./commands/affected-stages.ts";
import { deployStages } from "./commands/deploy-stages.ts";
import { deployTemplate, type TemplateOptions } from "./commands/deploy-template.ts";
import { rollbackStage } from "./commands/rollback-stage.ts";
import {
  buildStages,
  readArtifact,
  uploadArtifacts,
  type StageArtifact,
} from "./stages/stage-artifact.ts";
import { readStages } from "./stages/stages.ts";
import type { DeployWorld } from "./world.ts";

interface StackOptions {
  stack: string;
  serviceRole?: string;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));
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

/** Builds stages, all if none is named. @throws the SDK's error when there is no region or no credentials. */
async function buildArtifacts(
  names: readonly string[],
  sdk: S3Client | CloudFormationClient = client,
): Promise<StageArtifact[]> {
  const chosen = readStages(names);
  // First, because a build takes long and would be in vain. The client keeps what it finds.
  await sdk.config.region();
  await sdk.config.credentials();
  buildStages(chosen, repository);
  return Promise.all(chosen.map((stage) => readArtifact(stage, repository)));
}

/** Collects `--parameter NAME=VALUE`, which may be given several times. */
function collectParameter(text: string, before: Record<string, string>): Record<string, string> {
  const split = text.indexOf("=");
  if (split < 1) throw new InvalidArgumentError("It must be NAME=VALUE.");
  return { ...before, [text.slice(0, split)]: text.slice(split + 1) };
}

async function deploy(
  names: readonly string[],
  options: StackOptions & TemplateOptions,
): Promise<void> {
  const { parameter, preview, allowRemoval } = options;
  if (names.length > 0 && (preview || allowRemoval || Object.keys(parameter).length > 0))
    throw new CommandError(
      "--parameter, --preview and --allow-removal are about the whole stack: name no stage.",
    );
  const artifacts = await buildArtifacts(names);
  const world = worldOf(options);
  if (names.length > 0) return deployStages(artifacts, options.bucket, world);
  return deployTemplate({ ...readTemplateFile(), artifacts }, options, world);
}

const bucketOption = new Option("--bucket <name>", "bucket of the zips")
  .env("ARTIFACT_BUCKET")
  .makeOptionMandatory();
const stackOption = new Option("--stack <name>", "the stack").env("STACK").makeOptionMandatory();
const roleOption = new Option(
  "--service-role <arn>",
  "role that CloudFormation changes the resources with",
).env("CLOUDFORMATION_ROLE_ARN");

const program = new Command("npx -y pnpm@12 run").description(
  "Builds, uploads and deploys stages.",
);

program
  .command("upload")
  .description("build stages, all four if none is named, and upload what the bucket does not have")
  .argument("[stage...]")
  .addOption(bucketOption)
  .action(async (names: string[], { bucket }: { bucket: string }) =>
    uploadArtifacts(await buildArtifacts(names, s3), bucketOf(bucket), print),
  );

program
  .command("deploy")
  .description("give the named stages their uploaded zips; name none to deploy the template too")
  .argument("[stage...]")
  .addOption(stackOption)
  .addOption(bucketOption)
  .addOption(roleOption)
  .option("--parameter <name=value>", "a parameter of the template", collectParameter, {})
  .option("--preview", "only show what would change", false)
  .option("--allow-removal", "even if it removes or replaces queues, buckets or topics", false)
  .action(deploy);

program
  .command("rollback")
  .description("give one stage the zip that it had before")
  .argument("<stage>")
  .addOption(stackOption)
  .addOption(roleOption)
  .option("--to <key>", "another zip of the bucket: <stage>/<sha256>.zip")
  .action(async (name: string, options: StackOptions & { to?: string }) => {
    for (const stage of readStages([name]))
      await rollbackStage(stage, options.to, worldOf(options));
  });

program
  .command("affected")
  .description("print, for a workflow, which stages differ from what a stack runs")
  .addOption(stackOption)
  .action(async (options: StackOptions) => {
    // Standard output goes to a file of the workflow, line by line.
    const world = { ...worldOf(options), print: console.error };
    const built = { ...readTemplateFile(), artifacts: await buildArtifacts([]) };
    const affected = await findAffected(built, world);
    print(`stages=${JSON.stringify(affected.stages)}`);
    print(`template=${affected.template}`);
  });

try {
  await program.parseAsync();
} catch (error) {
  const isExplained =
    error instanceof CommandError || (error instanceof Error && "$metadata" in error);
  console.error(
    awsAccessAdvice(error, "the stack and the bucket are") ??
      (isExplained ? `${error.name}: ${error.message}`.replace(/^CommandError: /, "") : error),
  );
  process.exitCode = 1;
}
