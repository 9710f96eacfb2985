import { readdirSync, readFileSync } from "node:fs";

import { parse } from "yaml";

/** One step of a job: an action or a script. */
interface WorkflowStep {
  uses?: string;
  run?: string;
  shell?: string;
  with?: Readonly<Record<string, unknown>>;
}

/** One job of a workflow. */
export interface WorkflowJob {
  if?: string;
  permissions?: Readonly<Record<string, string>>;
  "timeout-minutes"?: number;
  environment?: unknown;
  concurrency?: unknown;
  defaults?: unknown;
  needs?: unknown;
  strategy?: { readonly "fail-fast"?: boolean };
  /** Another workflow, which the job consists of. */
  uses?: string;
  steps: readonly WorkflowStep[];
}

/** A workflow of GitHub Actions as data, with its text, since what it says about versions stands in comments. */
export interface Workflow {
  text: string;
  on: Readonly<Record<string, unknown>>;
  permissions: Readonly<Record<string, string>>;
  defaults?: { readonly run?: { readonly shell?: string } };
  jobs: Readonly<Record<string, WorkflowJob>>;
}

const folder = new URL("../../.github/workflows/", import.meta.url);

/** The texts of this repository's workflows, by file name. */
export function readWorkflows(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
  );
}

/** The workflow that `text` holds. @throws when it is no YAML. */
export function parseWorkflow(text: string): Workflow {
  const workflow: Omit<Workflow, "text"> = parse(text);
  // A job that is another workflow has no steps of its own.
  const jobs = Object.entries(workflow.jobs).map(([name, job]) => [
    name,
    { ...job, steps: job.steps ?? [] },
  ]);
  return { ...workflow, jobs: Object.fromEntries(jobs), text };
}
