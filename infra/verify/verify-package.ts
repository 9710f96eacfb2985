// Installs the package as a stranger does, into an empty prefix with an empty home, and uses it: the demo without a network,
// a crawl of the replay, the page of start, and upload and deploy on AWS as moto plays it. Its folder cannot be written then, its
// user has no rights, and each command asks the hosts alone that packages/cli/packaging/README.md names for it.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";

import { connectedTo, documentedHosts, isLoopback, logConnections } from "./asked-hosts.ts";
import { pnpm, repository, run, stages } from "./fresh-clone.ts";
import { missingTools, startMoto } from "./moto-server.ts";

/** An unprivileged user where this runs as root: "nobody". */
const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const base = await mkdtemp(join(tmpdir(), "verify-package-"));
const home = join(base, "empty höme");
const work = join(base, "pictures of cats, übermorgen");
const prefix = join(base, "prefix");
/** The first that `engines` of the package names. */
const oldestNode = "22.21.1";
/** Where each program of a command writes what it connects to, a host and port a line. */
const connections = join(base, "connections");
/** Read by every Node before the program itself. */
const connectionLog = join(base, "log-connections.cjs");
try {
  await chmod(base, 0o755);
  await writeFile(connectionLog, logConnections);
  for (const folder of [home, work, connections]) {
    await mkdir(folder);
    if (stranger.uid !== undefined) await chown(folder, stranger.uid, stranger.gid);
  }
  await pnpm(repository, ["--silent", "run", "pack", base]);
  const tarball = (await readdir(base)).find((name) => name.endsWith(".tgz")) ?? "";
  await run("npm", ["install", "--global", "--prefix", prefix, join(base, tarball)], {
    env: { ...process.env, HOME: home, npm_config_update_notifier: "false" },
  });
  await promisify(execFile)("chmod", ["-R", "a-w", prefix]);
  match(await use(["--version"]), /^\d+\.\d+\.\d+\n$/);
  console.log(`installed ${tarball}; its folder is read-only now`);

  const readme = join(prefix, "lib/node_modules/reddit-crawler/README.md");
  const documented = documentedHosts(await readFile(readme, "utf8"));
  const startedAt = performance.now();
  await use(["demo", "--quiet"], {}, await withoutNetwork());
  const seconds = (performance.now() - startedAt) / 1000;
  const pictures = await countPictures(join(work, "pictures", "demo", "aww"));
  ok(pictures > 100, `the demo left ${pictures} pictures`);
  console.log(`demo: ${pictures} pictures in ${seconds.toFixed(1)} s`);

  await runsOnTheOldestNode();
  await usesTheReplay(documented);
  await deploys();
} finally {
  await promisify(execFile)("chmod", ["-R", "u+w", base]).catch(() => {});
  await rm(base, { recursive: true, force: true });
}

/** The demo on the oldest Node that the package takes, as the registry has it for this machine. */
async function runsOnTheOldestNode() {
  const folder = join(base, "oldest-node");
  const name = `node-${process.platform}-${process.arch}`;
  await mkdir(folder);
  try {
    await run("npm", ["install", "--prefix", folder, `${name}@${oldestNode}`], {
      env: process.env,
    });
  } catch (error) {
    console.log(
      `!!! SKIPPED: ${name}@${oldestNode} cannot be had: ${String(error).split("\n")[0]}`,
    );
    return;
  }
  const node = join(folder, "node_modules", name, "bin", "node");
  equal((await promisify(execFile)(node, ["--version"])).stdout, `v${oldestNode}\n`);
  const demo: { state: string } = JSON.parse(await use(["demo", "--json"], {}, [node]));
  equal(demo.state, "finished");
  console.log(`demo: the same on Node ${oldestNode}`);
}

/** A dry run, a crawl, `list`, `doctor` and `start`; and which hosts each of them asked. */
async function usesTheReplay(documented: ReturnType<typeof documentedHosts>) {
  const replay = await startReplay({ workDir: join(base, "replay") });
  let asked = 0;
  /** Compares the hosts of all requests since the last call with those that are documented for `command`. */
  const compareHosts = (command: string, hosts: readonly string[]) => {
    const fresh = replay.requests().slice(asked);
    asked += fresh.length;
    const found = [...new Set(fresh.map(({ host }) => host))].toSorted();
    deepEqual(
      found.filter((host) => !hosts.includes(host)),
      [],
      `${command} asks undocumented hosts`,
    );
    console.log(`${command} asked ${found.length === 0 ? "nobody" : found.join(", ")}`);
    return found;
  };
  try {
    const environment = { ...replay.environment() };
    const dry = ["crawl", "aww", "--source", "archive", "--sort", "new", "--dry-run", "--json"];
    const planned: { would_store: unknown[] } = JSON.parse(await use(dry, environment));
    ok(planned.would_store.length > 20);
    // It downloads nothing.
    compareHosts("crawl --dry-run --source archive", ["arctic-shift.photon-reddit.com"]);
    const named = ["--name", "{subreddit}/{title:30} {id}-{nn}.{ext}", "--sidecar"];
    const crawl: { state: string } = JSON.parse(
      await use(["crawl", "aww", "--limit", "30", "--json", ...named], environment),
    );
    equal(crawl.state, "finished");
    ok((await countPictures(join(work, "pictures", "aww"))) > 20);
    compareHosts("crawl", documented.crawl);
    match(await use(["list"], environment), /r\/aww.* finished/);
    compareHosts("list", []);
    match(await use(["doctor"], environment), /imgur/i);
    deepEqual(compareHosts("doctor", documented.doctor), documented.doctor.toSorted());
    await startsAndStops(environment);
    compareHosts("start", documented.crawl);
    // All of that went through the proxy, or stayed among the command's own programs.
    deepEqual(
      (await connectedTo(connections)).filter((to) => !isLoopback(to)),
      [],
    );
  } finally {
    await replay.stop();
  }
}

async function startsAndStops(environment: Readonly<Record<string, string>>) {
  const child = spawn(join(prefix, "bin", "reddit-crawler"), ["start"], {
    ...stranger,
    cwd: work,
    env: environmentOf(environment),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
  while (!said.includes("gallery is at") && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const [page = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
  match(await (await fetch(page)).text(), /<title>Gallery<\/title>/, said);
  child.kill("SIGINT");
  equal(await ended, 0, said);
}

async function deploys() {
  const missing = await missingTools();
  if (missing.length > 0) {
    console.log(`!!! SKIPPED: ${missing.join(" and ")} not found: NO deployment from the package.`);
    return;
  }
  await using cloud = await startMoto();
  await cloud.aws("s3api create-bucket --bucket zips");
  const uploaded = await use(["upload", "--bucket", "zips"], cloud.environment);
  for (const stage of stages)
    match(uploaded, new RegExp(`^${stage}/[0-9a-f]{64}\\.zip: uploaded$`, "m"));
  const deployed = await use(
    ["deploy", "--stack", "from-the-package", "--bucket", "zips"],
    cloud.environment,
  );
  match(deployed, /from-the-package: deployed/);
  const { StackResourceSummaries: resources } = await cloud.aws<{
    StackResourceSummaries: { ResourceType: string }[];
  }>("cloudformation list-stack-resources --stack-name from-the-package");
  equal(resources.filter(({ ResourceType: type }) => type === "AWS::Lambda::Function").length, 4);
  await use(["deploy", "--stack", "from-the-package", "--bucket", "zips"], cloud.environment);
  const { host } = new URL(cloud.environment["AWS_ENDPOINT_URL"] ?? "");
  deepEqual([...new Set(await connectedTo(connections))], [host], "hosts other than AWS");
  console.log(
    "upload and deploy: four functions, from the package alone, and nobody asked but AWS",
  );
}

/** Runs the installed command as the stranger. Resolves to its standard output. @throws with all that it printed. */
async function use(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  around: readonly string[] = [],
): Promise<string> {
  const [program = "", ...args] = [...around, join(prefix, "bin", "reddit-crawler"), ...words];
  const child = spawn(program, args, {
    // Who makes a network of its own becomes the stranger inside.
    ...(program !== "unshare" && stranger),
    cwd: work,
    env: environmentOf(environment),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  equal(await ended, 0, `reddit-crawler ${words.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Nothing of this machine's but Node itself and the system's own programs. */
function environmentOf(environment: Readonly<Record<string, string>>) {
  const path = [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter);
  const logging = { NODE_OPTIONS: `--require=${connectionLog}`, CONNECTIONS: connections };
  return { PATH: path, HOME: home, ...logging, ...environment };
}

/** What to put before a command so that it has loopback and no other network; nothing, said loudly, where that cannot be. */
async function withoutNetwork(): Promise<string[]> {
  const asStranger =
    stranger.uid === undefined
      ? []
      : ["setpriv", `--reuid=${stranger.uid}`, `--regid=${stranger.gid}`, "--clear-groups"];
  const around = [
    "unshare",
    stranger.uid === undefined ? "-rn" : "-n",
    "sh",
    "-c",
    `ip link set lo up && exec "$@"`,
    "sh",
    ...asStranger,
  ];
  try {
    await run(around[0] ?? "", [...around.slice(1), "true"]);
    return around;
  } catch {
    console.log("!!! No network of its own can be made here: the demo ran WITH the network.");
    return [];
  }
}

async function countPictures(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(?:jpg|png|gif|webp|mp4)$/.test(name)).length;
}
