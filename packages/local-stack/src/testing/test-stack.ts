import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { writeZip } from "@reddit-crawler/stage-bundle/zip-writer";
import { onTestFinished } from "vitest";

import type { StackEvent } from "../stack-event.ts";
import { parseTemplate } from "../template/parse-template.ts";
import { startStack, type RunningStack, type StackOptions } from "../start-stack.ts";

/** A stack for one test, which ends with it. */
export interface TestStack extends RunningStack {
  /** Everything reported so far. */
  events: readonly StackEvent[];
  /** Every line written so far, each with its function in front. */
  lines: readonly string[];
  /** The first event of `type` that fits; waits until there is one. */
  event: <Type extends StackEvent["type"]>(
    type: Type,
    fits?: (event: Extract<StackEvent, { type: Type }>) => boolean,
  ) => Promise<Extract<StackEvent, { type: Type }>>;
  /** The first line that holds `text`; waits until there is one. */
  line: (text: string) => Promise<string>;
}

/** What a test's stack consists of; the rest has defaults. */
export interface TestStackOptions extends Partial<Omit<StackOptions, "template">> {
  /** A template in YAML, of which the format version is left out. */
  template: string;
  /** CommonJS source of `index.js` by S3 key. */
  code?: Record<string, string>;
}

/** Starts a template with functions from zips that hold `code`. */
export async function startTestStack({
  template,
  code = {},
  ...options
}: TestStackOptions): Promise<TestStack> {
  const folder = await temporaryFolder();
  const artifacts: Record<string, string> = { ...options.artifacts };
  for (const [key, source] of Object.entries(code)) {
    artifacts[key] = join(folder, key);
    await writeFile(
      artifacts[key],
      await writeZip([{ path: "index.js", bytes: Buffer.from(source) }]),
    );
  }

  const events: StackEvent[] = [];
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const changed = () => watchers.forEach((watcher) => watcher());
  const firstOf = <Item, Found extends Item>(items: Item[], fits: (item: Item) => item is Found) =>
    new Promise<Found>((resolve) => {
      const check = () => {
        const found = items.find(fits);
        if (found === undefined) return;
        watchers.delete(check);
        resolve(found);
      };
      watchers.add(check);
      check();
    });

  const stack = await startStack({
    parameters: {},
    workDir: join(folder, "work"),
    network: {},
    ...options,
    template: parseTemplate(template),
    artifacts,
    onLog: ({ function: name, line }) => {
      lines.push(`${name}: ${line}`);
      changed();
    },
    onEvent: (event) => {
      events.push(event);
      changed();
    },
  });
  onTestFinished(stack.stop);

  return {
    ...stack,
    events,
    lines,
    event: (type, fits = () => true) => {
      type Wanted = Parameters<typeof fits>[0];
      const isWanted = (event: StackEvent): event is Wanted => event.type === type;
      return firstOf(events, (event): event is Wanted => isWanted(event) && fits(event));
    },
    line: (text) => firstOf(lines, (line): line is string => line.includes(text)),
  };
}

/** A function resource, indented for `Resources`. */
export function functionResource(logicalId: string, properties = ""): string {
  return `
  ${logicalId}:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: arn:aws:iam::000000000000:role/none
      Code: { S3Bucket: artifacts, S3Key: ${logicalId}.zip }
${properties.replaceAll(/^(?=.)/gm, "      ")}`;
}
