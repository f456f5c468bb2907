import { MOTO as REQUIREMENTS } from "../../../../tooling/bootstrap/lib/requirements.mjs";
import { freePort } from "./free-port.ts";
import { need } from "./need.ts";
import { startProcess } from "./process.ts";
import type { RealServer, RunningServer } from "./real-server.ts";

const POLICY = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };

/** What is asked before it checks who asks. */
const SETUP = [
  { Action: "CreateUser", UserName: "admin" },
  { Action: "PutUserPolicy", UserName: "admin", PolicyName: "all", PolicyDocument: JSON.stringify(POLICY) },
  { Action: "CreateAccessKey", UserName: "admin" },
];

/** More than it is asked in its life. */
const ENDLESS = 1_000_000;

/** The double of Amazon's services that Python programs are tested with, in a process of its own. It checks who asks what. */
export const MOTO: RealServer = {
  name: "moto",
  quirks: ["signatures of decoded paths", "every policy", "every region"],
  start: () => startMoto(SETUP.length),
};

/** The same, but that it checks nobody. */
export const TRUSTING_MOTO: RealServer = {
  name: "moto that trusts everybody",
  quirks: ["no signatures", "every policy", "every region"],
  start: () => startMoto(ENDLESS),
};

async function startMoto(unchecked: number): Promise<RunningServer> {
  for (const requirement of REQUIREMENTS) await need(requirement);
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const { stop } = await startProcess(["moto_server", "-H", "127.0.0.1", "-p", String(port)], {
    port,
    env: { INITIAL_NO_AUTH_ACTION_COUNT: String(unchecked) },
  });
  let answer = "";
  for (const action of SETUP) answer = await askIam(endpoint, action);
  const memberOf = (name: string) => new RegExp(`<${name}>(.+)</${name}>`).exec(answer)?.[1] ?? "";
  const keys = { access_key: memberOf("AccessKeyId"), secret_key: memberOf("SecretAccessKey") };
  return { connection: { endpoint, ...keys }, stop };
}

async function askIam(endpoint: string, action: Record<string, string>): Promise<string> {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ ...action, Version: "2010-05-08" }),
  });
  if (!response.ok) throw new Error(`${action["Action"]}: ${await response.text()}`);
  return response.text();
}
