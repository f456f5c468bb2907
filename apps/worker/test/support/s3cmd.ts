import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { S3Server } from "../../../../providers/s3/test/support/s3-server.ts";
import type { BucketEditor } from "./s3-drift-cases.ts";

const run = promisify(execFile);

/** The command `s3cmd`, with which people edit buckets. */
export function s3cmd(s3: S3Server): BucketEditor {
  const set = async (command: string, bucket: string, content: string): Promise<void> => {
    const { endpoint, access_key, secret_key } = s3.connection();
    const { host } = new URL(endpoint);
    const folder = await mkdtemp(join(tmpdir(), "s3cmd-"));
    const [config, file] = [join(folder, "s3cfg"), join(folder, "content")];
    const settings = {
      ...{ access_key, secret_key, host_base: host, host_bucket: host },
      ...{ use_https: "False", bucket_location: "us-east-1" },
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
    await writeFile(config, ["[default]", ...lines, ""].join("\n"), { mode: 0o600 });
    await writeFile(file, content);
    await run("s3cmd", ["-c", config, command, file, `s3://${bucket}`]);
    await rm(folder, { recursive: true });
  };
  return {
    setPolicy: (bucket, policy) => set("setpolicy", bucket, policy),
    setLifecycle: (bucket, document) => set("setlifecycle", bucket, document),
    setCors: (bucket, document) => set("setcors", bucket, document),
  };
}
