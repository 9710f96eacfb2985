// Runs the documented deployment from a fresh clone on AWS as moto plays it: bootstrap, upload, full deployment, the same
// again, what is affected, one stage alone, rollback and back again, and a second stack by the AWS CLI alone. Without moto_server or aws it says so, loudly, and passes.
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  cloneRepository,
  install,
  digestOfZip,
  pnpm,
  run,
  stages,
  withoutAws,
} from "./fresh-clone.ts";
import { missingTools, startMoto } from "./moto-server.ts";
import { deployCommands, flagsNotGiven } from "@reddit-crawler/cli/testing/given-flags";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { bootstrapFile } from "@reddit-crawler/local-stack/template/template-files";

const stack = "reddit-crawler";
const plainStack = "reddit-crawler-plain";
const packagedStack = "reddit-crawler-packaged";
const functionIds = {
  "api-endpoint": "ApiEndpointFunction",
  "article-loader": "ArticleLoaderFunction",
  balancer: "BalancerFunction",
  "download-worker": "DownloadWorkerFunction",
};

const missing = await missingTools();
if (missing.length > 0) {
  console.log(`!!! SKIPPED: ${missing.join(" and ")} not found, so that NO deployment was tested.`);
  console.log("!!! To have it tested: pip install 'moto[server]' awscli");
  process.exit(0);
}

await using cloud = await startMoto();
/** The words of each command that succeeded. */
const runs: string[][] = [];
const clone = await mkdtemp(join(tmpdir(), "verify-deploy-"));
try {
  await cloneRepository(clone);
  await install(clone);

  await cloud.aws(
    "cloudformation deploy --stack-name reddit-crawler-bootstrap --capabilities CAPABILITY_IAM",
    "--template-file",
    fileURLToPath(bootstrapFile),
    "--parameter-overrides",
    "GitHubSubjectPrefix=repo:owner/name",
    "GitHubRepositoryId=1",
    // moto makes no OIDC provider.
    "GitHubOidcProviderArn=arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  );
  const { ArtifactBucket: bucket = "" } = await physicalIds("reddit-crawler-bootstrap");
  console.log(`bootstrap: bucket ${bucket}`);

  // moto shows no output of a stack that it has just made.
  const { Policies } = await cloud.aws<{ Policies: [{ Arn: string }] }>(
    "iam list-policies --scope Local",
  );
  const boundary = Policies[0].Arn;
  match(boundary, /:policy\/reddit-crawler-bootstrap-FunctionBoundary-/);

  await command("upload", "--bucket", bucket);
  const { Contents } = await cloud.aws<{ Contents: unknown[] }>(
    "s3api list-objects-v2 --bucket",
    bucket,
  );
  equal(Contents.length, 12, "a zip, its maps and its bill for each of four stages");
  match(await command("upload", "--bucket", bucket), /^(?:\S+: was there already\n){4}$/m);
  console.log("upload: four zips with maps and bills; a second time nothing");

  await rejects(
    command("upload", "balancer", "--bucket", "nobodys-zips"),
    /There is no bucket nobodys-zips\. .*aws s3 mb/,
  );
  const preview = await command("deploy", "--preview", "--stack", stack, "--bucket", bucket);
  match(preview, /^\+ BalancerFunction \(AWS::Lambda::Function\)$[^]*shown only, not changed$/m);
  await rejects(describeStack(), /does not exist/);
  console.log("preview of the first deployment: what it would make, and nothing is left of it");

  const bounded = `RolePermissionsBoundary=${boundary}`;
  // oxfmt-ignore
  const shown = await command("deploy", "--stack", stack, "--bucket", bucket, "--parameter", bounded);
  match(shown, /^\+ BalancerFunction \(AWS::Lambda::Function\)$/m);
  const first = await deployedCode();
  for (const stage of stages)
    equal(first[stage], await digestOfZip(clone, stage), `${stage} runs its zip`);
  const { Role } = await cloud.aws<{
    Role: { PermissionsBoundary?: { PermissionsBoundaryArn: string } };
  }>("iam get-role --role-name", (await physicalIds(stack)).BalancerRole ?? "");
  equal(Role.PermissionsBoundary?.PermissionsBoundaryArn, boundary);
  console.log(
    "deploy: change set shown, four functions with the code that was built, bounded roles",
  );

  equal(await command("affected", "--stack", stack), "stages=[]\ntemplate=false\n");
  const role = "arn:aws:iam::123456789012:role/cloudformation";
  // oxfmt-ignore
  const again = await command("deploy", "--allow-removal", "--service-role", role, "--stack", stack, "--bucket", bucket);
  match(
    again,
    /: no change$[^]*^Crawl with it: reddit-crawler crawl aww --stack reddit-crawler --download$/m,
  );
  match(await command("deploy", "balancer", "--stack", stack, "--bucket", bucket), /: no change,/m);
  deepEqual(await deployedCode(), first);
  console.log("deploy without a change, of all and of one: success, the same code");

  // A change of the balancer's code, as its team would make one.
  await appendFile(join(clone, "packages/balancer/src/lambda.ts"), 'process.title = "edited";\n');
  equal(await command("affected", "--stack", stack), 'stages=["balancer"]\ntemplate=false\n');
  await rejects(command("deploy", "balancer", "--stack", stack, "--bucket", bucket), /Upload it/);
  await command("upload", "balancer", "--bucket", bucket);
  await command("deploy", "balancer", "--stack", stack, "--bucket", bucket);
  const second = await deployedCode();
  equal(second.balancer, await digestOfZip(clone, "balancer"), "the balancer runs its new zip");
  deepEqual({ ...second, balancer: first.balancer }, first);
  console.log("deploy of one stage: its code alone changed");

  await command("rollback", "balancer", "--stack", stack);
  deepEqual(await deployedCode(), first);
  await command("rollback", "balancer", "--stack", stack);
  deepEqual(await deployedCode(), second);
  const to = `balancer/${first.balancer}.zip`;
  await command("rollback", "balancer", "--to", to, "--service-role", role, "--stack", stack);
  deepEqual(await deployedCode(), first);
  await command("rollback", "balancer", "--stack", stack);
  deepEqual(await deployedCode(), second);
  console.log("rollback: the former code, also by its key; a second time forward again");
  await rejects(command("rollback", "api-endpoint", "--stack", stack), /knows no former zip/);

  const { Outputs } = await describeStack();
  deepEqual(
    Outputs.filter(({ OutputValue }) => OutputValue)
      .map(({ OutputKey }) => OutputKey)
      .toSorted(),
    Object.keys(readTemplate().Outputs).toSorted(),
  );
  console.log("outputs: every one of the template");

  // The README's own lines, word for word but for the prefix: moto finds the bucket in a URL's path only if the URL says localhost.
  const fromReadme = async (word: string) => {
    const blocks = (await readFile(join(clone, "infra", "README.md"), "utf8")).matchAll(
      /^```sh\n([^`]+)^```$/gm,
    );
    const [, lines = ""] = [...blocks].find(([, block = ""]) => block.includes(word)) ?? [];
    await run("bash", ["-euc", lines.replace("--s3-prefix templates", "--s3-prefix localhost")], {
      cwd: clone,
      env: {
        ...withoutAws(process.env),
        CI: "true",
        ...cloud.environment,
        STACK: plainStack,
        BUCKET: bucket,
      },
    });
  };
  await run("git", ["init", "--quiet"], { cwd: clone });
  const author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"];
  await run("git", [...author, "commit", "-q", "--allow-empty", "-m", "As it is"], { cwd: clone });
  await fromReadme("aws cloudformation deploy");
  deepEqual(await deployedCode(plainStack), second);
  await fromReadme("aws cloudformation package");
  console.log("the AWS CLI alone: build, four zips, deploy and package as the README has them");

  await cloud.aws("s3api create-bucket --bucket reddit-crawler-pictures");
  const zips = await Promise.all(
    stages.map(async (stage) => {
      const parameter = functionIds[stage].replace(/Function$/, "Artifact");
      return `${parameter}=${stage}/${await digestOfZip(clone, stage)}.zip`;
    }),
  );
  await cloud.aws(
    `cloudformation deploy --stack-name ${packagedStack} --capabilities CAPABILITY_IAM --s3-prefix localhost`,
    "--template-file",
    join(clone, "packaged.yaml"),
    "--s3-bucket",
    bucket,
    "--parameter-overrides",
    `ArtifactBucket=${bucket}`,
    "ExistingMediaBucket=reddit-crawler-pictures",
    ...zips,
  );
  const { MediaBucket, DownloadWorkerFunction = "" } = await physicalIds(packagedStack);
  equal(MediaBucket, undefined, "a stack with a bucket of its user's makes none");
  const worker = await cloud.aws<{ Environment: { Variables: Record<string, string> } }>(
    `lambda get-function-configuration --function-name ${DownloadWorkerFunction}`,
  );
  equal(worker.Environment.Variables["MEDIA_BUCKET"], "reddit-crawler-pictures");
  console.log("the packaged template: a stack with an existing bucket");

  const notGiven = flagsNotGiven(runs, (command) => deployCommands.includes(command));
  deepEqual(notGiven, [], "flags that no command was given");
} finally {
  await rm(clone, { recursive: true, force: true });
}

/** What `pnpm run …` prints in the clone. @throws with its error output when it fails. */
async function command(...args: string[]): Promise<string> {
  try {
    const said = await pnpm(clone, ["--silent", "run", ...args], cloud.environment);
    runs.push(args);
    return said;
  } catch (error) {
    const { stdout, stderr } = Object(error);
    throw new Error(`pnpm run ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** What AWS calls each resource of a stack, by its logical id. */
async function physicalIds(stackName: string): Promise<Record<string, string | undefined>> {
  const { StackResourceSummaries: resources } = await cloud.aws<{
    StackResourceSummaries: { LogicalResourceId: string; PhysicalResourceId: string }[];
  }>(`cloudformation list-stack-resources --stack-name ${stackName}`);
  return Object.fromEntries(
    resources.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]),
  );
}

interface Stack {
  StackStatus: string;
  /** moto fills them at an update, not when a change set makes the stack. */
  Outputs: { OutputKey: string; OutputValue: string }[];
}

async function describeStack(name = stack): Promise<Stack> {
  const { Stacks } = await cloud.aws<{ Stacks: [Stack] }>(
    `cloudformation describe-stacks --stack-name ${name}`,
  );
  return Stacks[0];
}

/** The digest of each function's code, in hex as `sha256sum` shows it, once the stack is where a deployment leaves it. */
async function deployedCode(name = stack): Promise<Record<string, string>> {
  match((await describeStack(name)).StackStatus, /^(?:CREATE|UPDATE)_COMPLETE$/);
  const names = await physicalIds(name);
  const code: Record<string, string> = {};
  for (const [stage, id] of Object.entries(functionIds)) {
    const { Configuration } = await cloud.aws<{
      Configuration: { Runtime: string; Handler: string; CodeSha256: string };
    }>(`lambda get-function --function-name ${names[id]}`);
    deepEqual([Configuration.Runtime, Configuration.Handler], ["nodejs24.x", "index.handler"]);
    code[stage] = Buffer.from(Configuration.CodeSha256, "base64").toString("hex");
  }
  return code;
}
