import { type Call, send } from "../client/send.ts";
import { writeXml } from "../client/write-xml.ts";

/** The region whose buckets name none. */
const FIRST_REGION = "us-east-1";

/** Makes a bucket in the connection's region. @returns false if this account has one of that name already, as far as the server says so */
export async function makeBucket(call: Call, bucket: string): Promise<boolean> {
  const { region } = call.server;
  const body =
    region === FIRST_REGION ? {} : { body: writeXml("CreateBucketConfiguration", { LocationConstraint: region }) };
  const { code } = await send(call, { method: "PUT", bucket, ...body }, ["BucketAlreadyOwnedByYou"]);
  return code === null;
}
