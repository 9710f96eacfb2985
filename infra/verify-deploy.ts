// Deploys the template, unchanged, to moto (https://docs.getmoto.org) with the AWS CLI: a full deploy, the same again,
// one stage alone, and back. Run `npx -y pnpm@12 run build` before. Without moto_server or aws it says so and passes.
import { ok, deepEqual, equal } from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const stages = {
  ApiEndpoint: "api-endpoint",
  ArticleLoader: "article-loader",
  Balancer: "balancer",
  DownloadWorker: "download-worker",
};
const stackName = "verify";
const bucket = "artifacts";
const template = fileURLToPath(new URL("template.yaml", import.meta.url));
const zipOf = (stage: string) =>
  fileURLToPath(new URL(`../packages/${stage}/dist/${stage}.zip`, import.meta.url));

for (const tool of ["moto_server", "aws"])
  if (!(await run(tool, ["--help"]).then(() => true, isInstalled))) {
    console.log(`SKIPPED: ${tool} is not installed, so that no deployment was tried.`);
    process.exit(0);
  }
for (const stage of Object.values(stages)) await access(zipOf(stage));

const port = await freePort();
const endpoint = `http://127.0.0.1:${port}`;
const moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
try {
  await untilUp();
  await aws(`s3api create-bucket --bucket ${bucket}`);
  for (const stage of Object.values(stages))
    await aws("s3 cp", zipOf(stage), `s3://${bucket}/${stage}.zip`);
  // Stands for a new balancer: any other code under another key.
  await aws("s3 cp", zipOf(stages.ApiEndpoint), `s3://${bucket}/balancer-2.zip`);

  const artifacts = Object.entries(stages).map(([id, stage]) => `${id}Artifact=${stage}.zip`);
  await deploy("--parameter-overrides", `ArtifactBucket=${bucket}`, ...artifacts);
  const first = await deployedCode();
  console.log("deployed: four functions");

  await deploy();
  deepEqual(await deployedCode(), first);
  console.log("deployed again without a change: the same code");

  await deployOneStage("BalancerArtifact", "balancer-2.zip");
  const second = await deployedCode();
  ok(second.Balancer !== first.Balancer, "the balancer's code is still the old one");
  deepEqual({ ...second, Balancer: first.Balancer }, first);
  console.log("deployed one stage: its code alone changed");

  await deployOneStage("BalancerArtifact", "balancer.zip");
  deepEqual(await deployedCode(), first);
  console.log("rolled back: the former code");

  const { Outputs } = await describeStack();
  deepEqual(Outputs.map(({ OutputKey }) => OutputKey).toSorted(), [
    "ApiUrl",
    "CrawlTopicArn",
    "MediaBucketName",
    "PostDeadLetterQueueUrl",
    "PostQueueUrl",
  ]);
  ok(Outputs.every(({ OutputValue }) => OutputValue));
  console.log("outputs: all five");
} finally {
  moto.kill();
  await once(moto, "exit");
}

interface Stack {
  StackStatus: string;
  Parameters: { ParameterKey: string; ParameterValue: string }[];
  /** moto fills it at an update, not when a change set creates the stack. */
  Outputs: { OutputKey: string; OutputValue: string }[];
}

interface StackResources {
  StackResourceSummaries: { LogicalResourceId: string; PhysicalResourceId: string }[];
}

async function describeStack(): Promise<Stack> {
  const { Stacks } = await aws(`cloudformation describe-stacks --stack-name ${stackName}`);
  return Stacks[0];
}

async function deploy(...parameters: string[]): Promise<void> {
  await aws(
    `cloudformation deploy --stack-name ${stackName} --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset`,
    "--template-file",
    template,
    ...parameters,
  ).catch((error: unknown) => {
    // moto refuses an empty change set where AWS makes one; --no-fail-on-empty-changeset speaks of AWS's.
    if (!String(error).includes("No updates are to be performed")) throw error;
  });
}

/**
 * As a team deploys its own stage: the stack's template stays, and so does every other parameter's value. (AWS also takes
 * UsePreviousValue; moto has forgotten the values that were defaults.)
 */
async function deployOneStage(parameter: string, key: string): Promise<void> {
  const { Parameters } = await describeStack();
  const changed = Parameters.map((one) =>
    one.ParameterKey === parameter ? { ParameterKey: parameter, ParameterValue: key } : one,
  );
  await aws(
    `cloudformation update-stack --stack-name ${stackName} --use-previous-template --capabilities CAPABILITY_IAM`,
    "--parameters",
    JSON.stringify(changed),
  );
}

/** The digest of each function's code; fails unless the four are there as the template wants them. */
async function deployedCode(): Promise<Record<string, string>> {
  equal(/^(?:CREATE|UPDATE)_COMPLETE$/.test((await describeStack()).StackStatus), true);
  const { StackResourceSummaries: resources }: StackResources = await aws(
    `cloudformation list-stack-resources --stack-name ${stackName}`,
  );
  const code: Record<string, string> = {};
  for (const id of Object.keys(stages)) {
    const name = resources.find((one) => one.LogicalResourceId === `${id}Function`);
    const { Configuration } = await aws(
      `lambda get-function --function-name ${name?.PhysicalResourceId}`,
    );
    deepEqual([Configuration.Runtime, Configuration.Handler], ["nodejs24.x", "index.handler"]);
    code[id] = Configuration.CodeSha256;
  }
  return code;
}

/** The AWS CLI's answer to `command`, words without spaces, and further arguments: JSON or nothing. */
async function aws(command: string, ...args: string[]) {
  const common = ["--endpoint-url", endpoint, "--output", "json"];
  const { stdout } = await run("aws", [...common, ...command.split(" "), ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nothing",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_PAGER: "",
    },
  });
  return stdout.trimStart().startsWith("{") ? JSON.parse(stdout) : {};
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

async function untilUp(): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await fetch(`${endpoint}/moto-api/`);
      return;
    } catch (error) {
      if (tries === 100 || moto.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

function isInstalled(error: NodeJS.ErrnoException): boolean {
  return error.code !== "ENOENT" && String(error.code) !== "127";
}
