import { writeXml } from "../../../src/client/write-xml.ts";
import type { S3Error } from "./s3-error.ts";

/** What the server says. */
export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer | string;
}

const XML = { "content-type": "application/xml" };

export const ok = (body: string): Answer => ({ status: 200, headers: XML, body });

export const document = (name: string, content: Parameters<typeof writeXml>[1]): Answer => ok(writeXml(name, content));

export const done: Answer = { status: 204 };

export function errorAnswer({ status, code, message, details, headers }: S3Error): Answer {
  const body = writeXml("Error", { Code: code, Message: message, ...details }).replace(/ xmlns="[^"]+"/, "");
  return { status, headers: { ...XML, ...headers }, body };
}
