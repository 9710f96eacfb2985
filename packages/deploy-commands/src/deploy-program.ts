import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { InvalidArgumentError, Option, type Command } from "commander";

import type { TemplateOptions } from "./commands/deploy-template.ts";
import { stages, type Stage } from "./stages/stages.ts";

/** Makes the builds of `stages` fresh, before they are read. @throws {CommandError} when one fails. */
export type Build = (stages: readonly Stage[]) => void;

interface StackOptions {
  stack: string;
  serviceRole?: string;
}

/** What a person says of a deployment; what is not said is no, and no parameter. */
type DeployFlags = { bucket: string } & Partial<TemplateOptions>;

const stageNames = stages.join(", ");

const deployExamples = (program: string) => `
AWS credentials and the region are the AWS CLI's; the bucket is in that region.

Examples:
  aws s3 mb s3://my-zips
  ${program} upload --bucket my-zips
  ${program} deploy --stack pictures --bucket my-zips --preview
  ${program} deploy --stack pictures --bucket my-zips
  ${program} crawl aww --stack pictures --download`;

/**
 * Adds `upload`, `deploy` and `rollback` to `program`, which deploy what `build` makes. The AWS SDK is loaded only for them.
 * They throw a CommandError for whatever a person can mend.
 */
export function addDeployCommands(program: Command, build: Build): void {
  program
    .command("upload")
    .description(
      "upload the zips of stages, all four if none is named, that the bucket does not have",
    )
    .argument("[stage...]", stageNames)
    .addOption(bucketOption())
    .action(async (names: string[], { bucket }: { bucket: string }) =>
      (await work()).upload(names, bucket, build),
    );

  program
    .command("deploy")
    .description("give the named stages their uploaded zips; name none to deploy the template too")
    .argument("[stage...]", stageNames)
    .addOption(stackOption())
    .addOption(bucketOption())
    .addOption(roleOption())
    .option("--parameter <name=value>", "a parameter of the template", collectParameter)
    .option("--preview", "only show what would change")
    .option("--allow-removal", "even if it removes or replaces queues, buckets or topics")
    .addHelpText("after", deployExamples(program.name()))
    .action(async (names: string[], options: StackOptions & DeployFlags) => {
      const { parameter = {}, preview = false, allowRemoval = false } = options;
      if (names.length > 0 && (preview || allowRemoval || options.parameter))
        throw new CommandError(
          "--parameter, --preview and --allow-removal are about the whole stack: name no stage.",
        );
      const given = { ...options, parameter, preview, allowRemoval };
      await (await work()).deploy(names, given, build);
    });

  program
    .command("rollback")
    .description("give one stage the zip that it had before")
    .argument("<stage>", stageNames)
    .addOption(stackOption())
    .addOption(roleOption())
    .option("--to <key>", "another zip of the bucket: <stage>/<sha256>.zip")
    .action(async (name: string, options: StackOptions & { to?: string }) =>
      (await work()).rollback(name, options),
    );
}

/** Adds `affected`, which a workflow asks. */
export function addAffectedCommand(program: Command, build: Build): void {
  program
    .command("affected")
    .description("print, for a workflow, which stages differ from what a stack runs")
    .addOption(stackOption())
    .action(async (options: StackOptions) => (await work()).affected(options, build));
}

const work = async () => import("./deploy-work.ts");

const bucketOption = () =>
  new Option("--bucket <name>", "bucket of the zips").env("ARTIFACT_BUCKET").makeOptionMandatory();
const stackOption = () =>
  new Option("--stack <name>", "the stack").env("STACK").makeOptionMandatory();
const roleOption = () =>
  new Option("--service-role <arn>", "role that CloudFormation changes the resources with").env(
    "CLOUDFORMATION_ROLE_ARN",
  );

/** Collects `--parameter NAME=VALUE`, which may be given several times. */
function collectParameter(
  text: string,
  before: Record<string, string> = {},
): Record<string, string> {
  const split = text.indexOf("=");
  if (split < 1) throw new InvalidArgumentError("It must be NAME=VALUE.");
  return { ...before, [text.slice(0, split)]: text.slice(split + 1) };
}
