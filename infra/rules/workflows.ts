import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import type { Workflow, WorkflowJob } from "../workflow.ts";
import { failing } from "./rule.ts";

/** Something that must hold for a workflow: one complaint for each place where it does not. */
export type WorkflowRule = (workflow: Workflow) => string[];

const jobsOf = (workflow: Workflow): [name: string, job: WorkflowJob][] =>
  Object.entries(workflow.jobs);

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
  jobsOf(workflow).flatMap(([name, { steps }]) =>
    steps
      .flatMap(({ run = "" }) => run.match(/\bnpx\b(?: -\S+)* \S+/g) ?? [])
      .filter((call) => call !== `npx -y ${packageManager}`)
      .map((call) => `${name} runs ${call}, not ${packageManager}`),
  );

/** A job may do what it names, and nothing when it names nothing; only its code may be read without a word. */
export const permissionsAreLeast: WorkflowRule = (workflow) =>
  failing(
    [Object.keys(workflow.permissions ?? { all: "" }).length === 0, "all jobs share permissions"],
    ...jobsOf(workflow).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions).map(
        ([scope, level]) =>
          [
            `${scope}: ${level}` === "contents: read" || `${scope}: ${level}` === "id-token: write",
            `${name} may ${level} ${scope}`,
          ] as const,
      ),
    ),
    ...jobsOf(workflow).map(
      ([name, { permissions }]) =>
        [permissions !== undefined, `${name} names no permissions`] as const,
    ),
  );

/** A stranger's pull request gets no token of AWS, and no code of it runs with this repository's rights. */
export const strangersGetNothing: WorkflowRule = (workflow) =>
  failing(
    [!Object.hasOwn(workflow.on, "pull_request_target"), "strangers' code has our rights"],
    ...jobsOf(workflow).map(
      ([name, { if: condition, permissions }]) =>
        [
          !Object.hasOwn(workflow.on, "pull_request") ||
            permissions?.["id-token"] === undefined ||
            condition === "github.event.pull_request.head.repo.full_name == github.repository",
          `${name} gives a fork a token`,
        ] as const,
    ),
  );

/** No text of others becomes a part of a script: values come in as environment variables. */
export const scriptsTakeNoText: WorkflowRule = (workflow) =>
  jobsOf(workflow).flatMap(([name, { steps }]) =>
    steps
      .filter(({ run }) => run?.includes("${{"))
      .map(({ run }) => `${name} pastes a value into ${run}`),
  );

/**
 * A pipe fails with any of its commands: GitHub's bash has `pipefail` only where it is named
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell).
 */
export const pipesFail: WorkflowRule = (workflow) =>
  failing(
    [workflow.defaults?.run?.shell === "bash", "a pipe's last command hides a failure"],
    ...jobsOf(workflow).map(
      ([name, { defaults, steps }]) =>
        [
          defaults === undefined && steps.every(({ shell }) => shell === undefined),
          `${name} has a shell of its own`,
        ] as const,
    ),
  );

/** A checkout leaves no token behind for whatever runs next. */
export const checkoutsKeepNoToken: WorkflowRule = (workflow) =>
  jobsOf(workflow).flatMap(([name, { steps }]) =>
    steps
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"))
      .filter((step) => step.with?.["persist-credentials"] !== false)
      .map(() => `${name} keeps its token`),
  );

/** Every job ends by itself. */
export const jobsEnd: WorkflowRule = (workflow) =>
  jobsOf(workflow)
    .filter(([, job]) => job.uses === undefined && job["timeout-minutes"] === undefined)
    .map(([name]) => `${name} may run for 6 hours`);

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
  return failing(
    [
      isDeepStrictEqual(trigger, { workflows: ["ci"], types: ["completed"], branches: ["main"] }),
      "it follows something else than ci on main",
    ],
    ...jobsOf(workflow).map(
      ([name, { if: condition, needs }]) =>
        [
          needs !== undefined ||
            condition === `github.event_name == 'workflow_dispatch' || ${green}`,
          `${name} runs for a red ci, or for a fork's`,
        ] as const,
    ),
  );
};

/** A stage that fails stops no other stage. */
export const stagesAreIndependent: WorkflowRule = (workflow) =>
  jobsOf(workflow)
    .filter(([, { strategy }]) => strategy !== undefined && strategy["fail-fast"] !== false)
    .map(([name]) => `${name} ends for all when it fails for one`);

/** What deploys waits for approval, and for the deployment before it, which it never cancels; by then it has to be the newest. */
export const deploymentsWait: WorkflowRule = (workflow) =>
  jobsOf(workflow)
    .filter(([, job]) => takesDeployRole(job))
    .flatMap(([name, { environment, concurrency, steps }]) =>
      failing(
        [
          /commits\/main.*\n.*exit 1/.test(steps[0]?.run ?? ""),
          `${name} sets back what a newer commit has deployed`,
        ],
        [environment === "production", `${name} deploys without approval`],
        [
          /"group":"deploy-\$\{\{ vars\.STACK \}\}/.test(JSON.stringify(concurrency) ?? ""),
          `${name} does not wait for others of its stack`,
        ],
        [
          JSON.stringify(concurrency)?.includes('"cancel-in-progress":false') ?? false,
          `${name} cancels a deployment`,
        ],
      ),
    );

function takesDeployRole({ steps }: WorkflowJob): boolean {
  return steps.some((step) => step.with?.["role-to-assume"] === "${{ vars.DEPLOY_ROLE }}");
}
