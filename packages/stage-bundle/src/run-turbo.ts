import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/** Turbo reports each run to its maker unless it is told not to (https://turborepo.com/docs/telemetry). */
const environment = { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };

const withoutPnpm =
  "The build runs by pnpm, which finds its tools: npx -y pnpm@12 install, then npx -y pnpm@12 crawl and the like.\n";

/** Runs turbo on `args` in `folder`, without telemetry. Returns its exit code, and what it wrote unless that is `shown`. */
export function runTurbo(args: readonly string[], folder: string, shown = false) {
  const { status, stdout, stderr, error } = spawnSync("turbo", ["run", ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: shown ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  if (error && "code" in error && error.code === "ENOENT") return { code: 1, output: withoutPnpm };
  if (error) throw error;
  return { code: status ?? 1, output: `${stdout ?? ""}${stderr ?? ""}` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = runTurbo(process.argv.slice(2), process.cwd(), true).code;
