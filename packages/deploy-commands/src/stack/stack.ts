/** What is known of a stack between two operations. */
export interface StackState {
  /** CloudFormation's own word: `UPDATE_COMPLETE` (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html). */
  status: string;
  parameters: Readonly<Record<string, string>>;
  /** What it gives to others, by name; empty until it was created. */
  outputs: Readonly<Record<string, string>>;
}

/** New values for some parameters; every other parameter keeps its value, whoever changes it meanwhile. */
export interface ParameterChange {
  set: Readonly<Record<string, string>>;
  keep: readonly string[];
}

/** One resource that a change set would add, modify or remove. */
export interface ResourceChange {
  action: string;
  logicalId: string;
  type: string;
  /** Whether another resource takes its place: `True`, `False` or `Conditional`. */
  replacement: string | undefined;
  /** The properties that change. */
  properties: readonly string[];
}

/** One line of a stack's history. */
export interface StackEvent {
  logicalId: string;
  type: string;
  status: string;
  reason: string | undefined;
}

/** Thrown when a stack accepts no operation because another one is running: wait, then start it again. */
export class StackBusyError extends Error {
  override readonly name = "StackBusyError";
}

/** A stack as CloudFormation keeps it. An operation only starts; `describe` shows how it ends. */
export interface Stack {
  readonly name: string;
  /** Undefined when there is none, or only the empty one that a change set creates before it is executed. */
  describe(): Promise<StackState | undefined>;
  /** The template of its last operation, as it was written. */
  readTemplate(): Promise<string>;
  /** Keeps the template. Resolves to false when that would change nothing. @throws {StackBusyError} */
  updateParameters(change: ParameterChange): Promise<boolean>;
  /** `templateUrl` is an object of S3. Resolves to undefined when that would change nothing. @throws {StackBusyError} */
  proposeTemplate(
    templateUrl: string,
    change: ParameterChange,
    isNew: boolean,
  ): Promise<Proposal | undefined>;
  /** Newest first. */
  events(): AsyncIterable<StackEvent>;
}

/** A change set: what it would do, and how it ends. */
export interface Proposal {
  changes: readonly ResourceChange[];
  /** @throws {StackBusyError} */
  execute(): Promise<void>;
  /** Leaves nothing of it, neither the empty stack that it made. */
  discard(): Promise<void>;
}
