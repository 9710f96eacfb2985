import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { failing } from "./rule.ts";
import type { Workflow, WorkflowJob } from "./workflow.ts";

/** Something that must hold for a workflow: one complaint for each place where it does not. */
export type WorkflowRule = (workflow: Workflow) => string[];

/** A complaint for each job that does not fit. */
function unfitJobs(
  { jobs }: Workflow,
  complaint: string,
  fits: (job: WorkflowJob) => boolean,
): string[] {
  return Object.entries(jobs)
    .filter(([, job]) => !fits(job))
    .map(([name]) => `${name} ${complaint}`);
}

/** Every action is this commit's own, or one commit, which nobody can change, and says which version that is. */
export const actionsArePinned: WorkflowRule = ({ text }) =>
  text
    .split("\n")
    .filter((line) => /^\s*(?:- )?uses:/.test(line))
    .filter((line) => !/uses: \.\/\.github\/workflows\/[\w-]+\.yml$/.test(line))
    .filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))
    .map((line) => `${line.trim()} is no pinned commit with its version`);

/** `packageManager` of the repository, which no workflow takes in another version. */
const { packageManager }: { packageManager: string } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

/** What installs and runs everything else, with AWS's roles in its hands, is one version and no range. */
export const packageManagerIsPinned: WorkflowRule = (workflow) =>
  unfitJobs(workflow, `runs another pnpm than ${packageManager}`, ({ steps }) =>
    steps
      .flatMap(({ run = "" }) => run.match(/\bnpx\b(?: -\S+)* \S+/g) ?? [])
      .every((call) => call === `npx -y ${packageManager}`),
  );

/** Whether nothing but a tag of the repository's own starts it. */
function isRelease({ on }: Workflow): boolean {
  return isDeepStrictEqual(on, { push: { tags: ["v*"] } });
}

/** A job may do what it names, and nothing when it names nothing; only a release may write, too. */
export const permissionsAreLeast: WorkflowRule = (workflow) => [
  ...failing([
    Object.keys(workflow.permissions ?? { all: "" }).length === 0,
    "all jobs share permissions",
  ]),
  ...unfitJobs(workflow, "names no permissions", ({ permissions }) => permissions !== undefined),
  ...unfitJobs(
    workflow,
    "may do more than read the code and take a token",
    ({ permissions = {} }) =>
      Object.entries(permissions).every((grant) =>
        [
          "contents: read",
          "id-token: write",
          ...(isRelease(workflow) ? ["contents: write"] : []),
        ].includes(grant.join(": ")),
      ),
  ),
  ...unfitJobs(
    workflow,
    "may write here and speak for the repository elsewhere",
    ({ permissions = {} }) =>
      permissions["contents"] !== "write" || permissions["id-token"] === undefined,
  ),
];

/**
 * npm publishes a file, with a Node whose npm knows trusted publishing
 * (https://docs.npmjs.com/trusted-publishers: 11.5.1). It takes `folder/file.tgz` for a repository on GitHub.
 */
export const npmCanPublish: WorkflowRule = (workflow) =>
  unfitJobs(workflow, "cannot publish", ({ steps }) =>
    steps.every(
      ({ run = "" }, index) =>
        !run.includes("npm publish") ||
        (/ \.\/\S+\.tgz$/.test(run) &&
          steps
            .slice(0, index)
            .some(
              ({ uses, with: given }) =>
                uses?.startsWith("actions/setup-node@") &&
                String(given?.["node-version"]).startsWith("24."),
            )),
    ),
  );

/** A stranger's pull request gets no token of AWS, and no code of it runs with this repository's rights. */
export const strangersGetNothing: WorkflowRule = (workflow) => [
  ...failing([
    !Object.hasOwn(workflow.on, "pull_request_target"),
    "strangers' code has our rights",
  ]),
  ...unfitJobs(
    workflow,
    "gives a fork a token",
    ({ if: condition, permissions }) =>
      !Object.hasOwn(workflow.on, "pull_request") ||
      permissions?.["id-token"] === undefined ||
      condition ===
        "vars.STACK != '' && github.event.pull_request.head.repo.full_name == github.repository",
  ),
];

/** No text of others becomes a part of a script: values come in as environment variables. */
export const scriptsTakeNoText: WorkflowRule = (workflow) =>
  unfitJobs(workflow, "pastes a value into a script", ({ steps }) =>
    steps.every(({ run }) => !run?.includes("${{")),
  );

/**
 * A pipe fails with any of its commands: GitHub's bash has `pipefail` only where it is named
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell).
 */
export const pipesFail: WorkflowRule = (workflow) => [
  ...failing([workflow.defaults?.run?.shell === "bash", "a pipe's last command hides a failure"]),
  ...unfitJobs(
    workflow,
    "has a shell of its own",
    ({ defaults, steps }) =>
      defaults === undefined && steps.every(({ shell }) => shell === undefined),
  ),
];

/** A checkout leaves no token behind for whatever runs next. */
export const checkoutsKeepNoToken: WorkflowRule = (workflow) =>
  unfitJobs(workflow, "keeps its token", ({ steps }) =>
    steps
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"))
      .every((step) => step.with?.["persist-credentials"] === false),
  );

/** Every job ends by itself. */
export const jobsEnd: WorkflowRule = (workflow) =>
  unfitJobs(
    workflow,
    "may run for 6 hours",
    (job) => job.uses !== undefined || job["timeout-minutes"] !== undefined,
  );

/** What begins by itself with the end of another run begins with a green ci of a push to main; a fork's ci ends likewise. */
export const deploymentsFollowCi: WorkflowRule = (workflow) => {
  const trigger = workflow.on["workflow_run"];
  if (trigger === undefined)
    return failing([
      !Object.hasOwn(workflow.on, "push") || !Object.values(workflow.jobs).some(takesDeployRole),
      "it deploys a push whatever ci says",
    ]);
  const green =
    "(github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push')";
  return [
    ...failing([
      isDeepStrictEqual(trigger, { workflows: ["ci"], types: ["completed"], branches: ["main"] }),
      "it follows something else than ci on main",
    ]),
    ...unfitJobs(
      workflow,
      "runs for a red ci, or for a fork's",
      (job) =>
        job.needs !== undefined ||
        !takesRole(job) ||
        job.if === `vars.STACK != '' && (github.event_name == 'workflow_dispatch' || ${green})`,
    ),
  ];
};

/** A repository without AWS runs nothing that needs it, and says so. */
export const nothingRunsWithoutAws: WorkflowRule = (workflow) => {
  if (!Object.values(workflow.jobs).some(takesRole) || Object.hasOwn(workflow.on, "workflow_call"))
    return [];
  const otherwise = workflow.jobs["without-aws"];
  return [
    ...failing([
      otherwise?.if === "vars.STACK == ''" &&
        /echo "::notice::/.test(otherwise.steps[0]?.run ?? ""),
      "it does not say that it does nothing",
    ]),
    ...unfitJobs(
      workflow,
      "fails where there is no AWS",
      (job) =>
        !takesRole(job) ||
        job.needs !== undefined ||
        job.if?.startsWith("vars.STACK != '' && ") === true,
    ),
  ];
};

/** What uploads zips or deploys takes nothing from a cache, which any run of main may have written. */
export const nothingDeployedIsCached: WorkflowRule = (workflow) =>
  unfitJobs(
    workflow,
    "deploys out of a cache",
    ({ steps }) =>
      !steps.some(({ uses }) => uses?.startsWith("actions/cache")) ||
      !/DEPLOY_ROLE|BUILD_ROLES/.test(JSON.stringify(steps)),
  );

/** A stage that fails stops no other stage. */
export const stagesAreIndependent: WorkflowRule = (workflow) =>
  unfitJobs(
    workflow,
    "ends for all when it fails for one",
    ({ strategy }) => strategy === undefined || strategy["fail-fast"] === false,
  );

/** What deploys waits for approval, and for the deployment before it, which it never cancels; by then it has to be the newest. */
export const deploymentsWait: WorkflowRule = (workflow) => {
  const unfit = (complaint: string, fits: (job: WorkflowJob, concurrency: string) => boolean) =>
    unfitJobs(
      workflow,
      complaint,
      (job) => !takesDeployRole(job) || fits(job, JSON.stringify(job.concurrency) ?? ""),
    );
  return [
    ...unfit("sets back what a newer commit has deployed", ({ steps }) =>
      /commits\/main.*\n.*exit 1/.test(steps[0]?.run ?? ""),
    ),
    ...unfit("deploys without approval", ({ environment }) => environment === "production"),
    ...unfit("does not wait for others of its stack", (_, concurrency) =>
      concurrency.includes('"group":"deploy-${{ vars.STACK }}'),
    ),
    ...unfit("cancels a deployment", (_, concurrency) =>
      concurrency.includes('"cancel-in-progress":false'),
    ),
  ];
};

/** Whether a job asks AWS for a role. */
function takesRole({ steps }: WorkflowJob): boolean {
  return steps.some((step) => step.with?.["role-to-assume"] !== undefined);
}

function takesDeployRole({ steps }: WorkflowJob): boolean {
  return steps.some((step) => step.with?.["role-to-assume"] === "${{ vars.DEPLOY_ROLE }}");
}
