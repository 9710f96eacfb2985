import type {
  ParameterChange,
  Proposal,
  ResourceChange,
  Stack,
  StackEvent,
  StackState,
} from "../stack/stack.ts";
import { StackBusyError } from "../stack/stack.ts";
import {
  artifactParameter,
  formerArtifactParameter,
  stages,
  type Stage,
} from "../stages/stages.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";
import type { ArtifactFile } from "../world.ts";

/** What a stage's artifact looks like; `content` stands for its digest. */
export function artifactOf(stage: Stage, content: string): StageArtifact {
  return { stage, key: `${stage}/${content}.zip`, variables: [], files: [] };
}

/** What a stack of the crawler has at the least: the bucket `zips`, and each stage's first zip. */
export function crawlerParameters(): Record<string, string> {
  return Object.assign(
    { ArtifactBucket: "zips" },
    ...stages.map((stage) => ({
      [artifactParameter(stage)]: `${stage}/1.zip`,
      [formerArtifactParameter(stage)]: "",
    })),
  );
}

/** A stack in memory, the bucket `zips`, and time that passes only while somebody sleeps. */
export class FakeCloud implements Stack {
  readonly name = "crawler";
  readonly effects: string[] = [];
  readonly lines: string[] = [];
  readonly bucket = new Set<string>();
  /** What was uploaded, as text. */
  readonly uploads = new Map<string, string>();
  template = "Resources: {}";
  /** Undefined while there is no stack. */
  parameters: Record<string, string> | undefined;
  outputs: Record<string, string> = { ApiUrl: "https://api.test" };
  status = "UPDATE_COMPLETE";
  /** Statuses that the next readings show before `status`, each once, with what happens meanwhile. */
  running: { status: string; meanwhile?: () => void }[] = [];
  /** How the next operation ends. */
  outcome = "UPDATE_COMPLETE";
  history: StackEvent[] = [];
  changes: readonly ResourceChange[] = [];
  /** How often the stack still says that somebody else was faster. */
  busy = 0;
  #now = 0;

  readonly world = {
    stack: this,
    bucket: (name: string) => ({
      put: async ({ key, bytes }: ArtifactFile) => {
        if (name !== "zips") throw new Error(`there is no bucket ${name}`);
        this.uploads.set(key, Buffer.from(bytes).toString());
        return true;
      },
      has: async (key: string) => name === "zips" && this.bucket.has(key),
      urlOf: async (key: string) => `s3:${key}`,
    }),
    clock: { now: () => this.#now, sleep: async (ms: number) => void (this.#now += ms) },
    print: (line: string) => void this.lines.push(line),
  };

  get elapsedMs() {
    return this.#now;
  }

  async describe(): Promise<StackState | undefined> {
    const next = this.running.shift();
    next?.meanwhile?.();
    if (!this.parameters) return undefined;
    const { outputs } = this;
    return { status: next?.status ?? this.status, parameters: { ...this.parameters }, outputs };
  }

  async readTemplate() {
    return this.template;
  }

  async updateParameters({ set, keep }: ParameterChange): Promise<boolean> {
    this.#refuseWhenBusy();
    const kept = Object.keys(this.parameters ?? {}).filter((name) => !Object.hasOwn(set, name));
    if (keep.toSorted().join() !== kept.toSorted().join())
      throw new Error(`Parameters would be lost: keeps ${keep.join()}, has ${kept.join()}`);
    this.#apply(`update ${Object.keys(set).join(" ")}`, set);
    return true;
  }

  async proposeTemplate(
    templateUrl: string,
    { set }: ParameterChange,
    isNew: boolean,
  ): Promise<Proposal | undefined> {
    if (this.changes.length === 0) return undefined;
    const [folder] = templateUrl.replace(/^s3:/, "").split("/");
    const template = this.uploads.get(templateUrl.slice("s3:".length));
    this.effects.push(`propose ${template} from ${folder}/${isNew ? " as new" : ""}`);
    return {
      changes: this.changes,
      execute: async () => {
        this.#refuseWhenBusy();
        this.#apply("execute", set);
      },
      discard: async () => void this.effects.push("discard"),
    };
  }

  async *events() {
    yield* this.history;
  }

  #refuseWhenBusy(): void {
    if (this.busy === 0) return;
    this.busy -= 1;
    throw new StackBusyError("Stack crawler is in UPDATE_IN_PROGRESS state");
  }

  #apply(effect: string, set: Readonly<Record<string, string>>): void {
    this.effects.push(effect);
    this.running.push({ status: "UPDATE_IN_PROGRESS" });
    this.status = this.outcome;
    if (this.outcome.endsWith("ROLLBACK_COMPLETE")) return;
    this.parameters = { ...this.parameters, ...set };
  }
}
