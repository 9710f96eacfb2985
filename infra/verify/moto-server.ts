import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

import { run, withoutAws } from "./fresh-clone.ts";

/** AWS as moto plays it (https://docs.getmoto.org), on a free port of loopback. */
export interface MotoServer extends AsyncDisposable {
  /** What a program needs to take this for AWS, and never anything else. */
  environment: Readonly<Record<string, string>>;
  /** The AWS CLI's answer to `command`, words without spaces, and further arguments: JSON or nothing. */
  aws<Answer>(command: string, ...args: string[]): Promise<Answer>;
}

/** The programs that are not on this machine, of those that a run on moto takes. */
export async function missingTools(): Promise<string[]> {
  const missing: string[] = [];
  for (const tool of ["moto_server", "aws"])
    await run(tool, ["--help"]).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || String(error.code) === "127") missing.push(tool);
    });
  return missing;
}

/** Starts moto; disposing of it ends it. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = {
    AWS_ACCESS_KEY_ID: "nobody",
    AWS_SECRET_ACCESS_KEY: "nothing",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_PAGER: "",
  };
  // moto asks for credentials like any other program, and fails on a profile that is not in its files.
  const moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    env: { ...withoutAws(process.env), ...credentials },
    stdio: "ignore",
  });
  const stop = async () => {
    if (moto.exitCode !== null) return;
    moto.kill();
    await once(moto, "exit");
  };
  const environment = { ...credentials, AWS_ENDPOINT_URL: endpoint };
  for (let attempt = 1; ; attempt++)
    try {
      await fetch(`${endpoint}/moto-api/`);
      break;
    } catch (error) {
      if (attempt < 100 && moto.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      await stop();
      throw error;
    }
  return {
    environment,
    async aws(command, ...args) {
      const common = ["--endpoint-url", endpoint, "--output", "json"];
      const stdout = await run("aws", [...common, ...command.split(" "), ...args], {
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      });
      return stdout.trimStart().startsWith("{") ? JSON.parse(stdout) : {};
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
