// Installs the package as a stranger does, into an empty prefix with an empty home, and uses it: the demo without a network,
// a crawl of the replay, the page of start, and upload and deploy on AWS as moto plays it. Its folder cannot be written then, its
// user has no rights, and no host is asked that packages/cli/packaging/README.md does not name.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";

import { pnpm, repository, run, stages } from "./fresh-clone.ts";
import { missingTools, startMoto } from "./moto-server.ts";

/** An unprivileged user where this runs as root: "nobody". */
const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** What a crawl of r/aww without keys may ask: Reddit's feed, the archive, imgur's page, and the hosts of the pictures. */
const documentedHosts =
  /(?:^|\.)(?:reddit\.com|redd\.it|arctic-shift\.photon-reddit\.com|imgur\.com)$/;

const base = await mkdtemp(join(tmpdir(), "verify-package-"));
const home = join(base, "empty höme");
const work = join(base, "pictures of cats, übermorgen");
const prefix = join(base, "prefix");
try {
  await chmod(base, 0o755);
  for (const folder of [home, work]) {
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

  const startedAt = performance.now();
  await use(["demo", "--quiet"], {}, await withoutNetwork());
  const seconds = (performance.now() - startedAt) / 1000;
  const pictures = await countPictures(join(work, "pictures", "demo", "aww"));
  ok(pictures > 100, `the demo left ${pictures} pictures`);
  console.log(`demo: ${pictures} pictures in ${seconds.toFixed(1)} s`);

  await usesTheReplay();
  await deploys();
} finally {
  await promisify(execFile)("chmod", ["-R", "u+w", base]).catch(() => {});
  await rm(base, { recursive: true, force: true });
}

/** A dry run, a crawl, `list`, `doctor` and `start`; and which hosts all of them asked. */
async function usesTheReplay() {
  const replay = await startReplay({ workDir: join(base, "replay") });
  try {
    const environment = { ...replay.environment() };
    const dry = ["crawl", "aww", "--source", "archive", "--sort", "new", "--dry-run", "--json"];
    const planned: { would_store: unknown[] } = JSON.parse(await use(dry, environment));
    ok(planned.would_store.length > 20);
    const asked = [...new Set(replay.requests().map(({ host }) => host))];
    deepEqual(asked, ["arctic-shift.photon-reddit.com"], "a dry run downloads nothing");
    const named = ["--name", "{subreddit}/{title:30} {id}-{nn}.{ext}", "--sidecar"];
    const crawl: { state: string } = JSON.parse(
      await use(["crawl", "aww", "--limit", "30", "--json", ...named], environment),
    );
    equal(crawl.state, "finished");
    ok((await countPictures(join(work, "pictures", "aww"))) > 20);
    match(await use(["list"], environment), /r\/aww.* finished/);
    match(await use(["doctor"], environment), /imgur/i);
    await startsAndStops(environment);
    const hosts = [...new Set(replay.requests().map(({ host }) => host))];
    deepEqual(
      hosts.filter((host) => !documentedHosts.test(host)),
      [],
      "hosts that no README names",
    );
    console.log(`dry run, crawl, list, doctor, start: they asked ${hosts.toSorted().join(", ")}`);
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
  console.log("upload and deploy: four functions, from the package alone");
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
    ...(around.length === 0 && stranger),
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
  return { PATH: path, HOME: home, ...environment };
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
