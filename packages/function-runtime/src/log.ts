import { AsyncLocalStorage } from "node:async_hooks";

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a line says beyond its event: values that JSON has, and errors. Long text is cut, and secrets are hidden. */
type LogFields = Readonly<Record<string, unknown>>;

/** Units of CloudWatch metrics that this project uses. */
export type MetricUnit = "Count" | "Bytes" | "Milliseconds" | "Seconds";

/**
 * The log of one function: one JSON object a line, safe for any user text. Keys are those of Powertools for AWS Lambda
 * where it has a name (https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/): `timestamp`, `level`,
 * `service`, `function_name`, `function_request_id`, `xray_trace_id` and `message`, which is the event's name. `event` says
 * it again, for the queries that were there first.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /**
   * Begins an invocation: from here on `fields` stand on each of its lines, whichever `with` made its log. Call it in the
   * handler: what the handler awaits belongs to its invocation, however many others run in the process.
   */
  begin(fields: LogFields): void;
  /** The same log with `fields` on every line. */
  with(fields: LogFields): Log;
  /**
   * Metrics as one line in CloudWatch's embedded metric format, with Lambda's own dimension: the function's name, which
   * no two stacks share
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
   */
  metrics(values: Readonly<Record<string, readonly [value: number, unit: MetricUnit]>>): void;
}

/** Where lines go and what the time is; both are arguments so that tests need neither. */
export interface LogOptions {
  service: string;
  /** The function's name as Lambda gives it; the service stands for it where there is none. */
  functionName?: string | undefined;
  level?: LogLevel;
  write?: (line: string) => void;
  now?: () => number;
}

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];
/** Characters; chosen: long enough for a URL or a stack, short enough that no stranger's text fills the log. */
const maxTextLength = 2000;
/** Fields whose values never reach the log, whatever they hold. */
const secretField = /authorization|secret|token|password|receiptHandle/i;

/** A log for `service`, on standard output unless `write` is given. */
export function createLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const print = (entry: LogFields) => write(JSON.stringify(entry, bounded));
  const now = options.now ?? Date.now;
  const { service, functionName: function_name } = options;
  const least = levels.indexOf(options.level ?? "info");

  const invocation = new AsyncLocalStorage<LogFields>();
  const logWith = (base: LogFields): Log => {
    const line = (level: LogLevel) => (event: string, fields?: LogFields) => {
      if (levels.indexOf(level) < least) return;
      const timestamp = new Date(now()).toISOString();
      print({
        timestamp,
        level,
        service,
        function_name,
        message: event,
        event,
        ...invocation.getStore(),
        ...base,
        ...fields,
      });
    };
    return {
      debug: line("debug"),
      info: line("info"),
      warn: line("warn"),
      error: line("error"),
      begin: (fields) => invocation.enterWith(fields),
      with: (fields) => logWith({ ...base, ...fields }),
      metrics: (values) => {
        const entries = Object.entries(values);
        if (entries.length === 0) return;
        const metric = {
          Namespace: "RedditCrawler",
          Dimensions: [["FunctionName"]],
          Metrics: entries.map(([Name, [, Unit]]) => ({ Name, Unit })),
        };
        print({
          _aws: { Timestamp: now(), CloudWatchMetrics: [metric] },
          service,
          FunctionName: function_name ?? service,
          ...invocation.getStore(),
          ...base,
          ...Object.fromEntries(entries.map(([name, [value]]) => [name, value])),
        });
      },
    };
  };
  return logWith({});
}

/** A `JSON.stringify` replacer: cuts long text, hides secrets, spells out errors. */
function bounded(key: string, value: unknown): unknown {
  if (key !== "" && secretField.test(key)) return "[hidden]";
  if (value instanceof Error) return describeError(value);
  if (typeof value === "string" && value.length > maxTextLength)
    return `${value.slice(0, maxTextLength)}… (${value.length} characters)`;
  if (typeof value === "bigint") return value.toString();
  return value;
}

function describeError(error: Error): LogFields {
  const { name, message, stack, cause } = error;
  const code = "code" in error ? error.code : undefined;
  return {
    name,
    message,
    code,
    stack,
    ...(cause instanceof Error && { cause: describeError(cause) }),
  };
}
