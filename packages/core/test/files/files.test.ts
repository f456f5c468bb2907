import { hash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileOutputs, runBuiltIn } from "../../src/resources/built-ins/index.ts";
import { type Download, downloadFile, downloadSignedFile, uploadFile } from "../../src/resources/files/index.ts";
import { interrupted } from "../support/interrupted.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxFileBytes: 2_000_000 });
});

afterAll(() => world.close());

async function newOrganization(): Promise<Organization> {
  const org = world.organization();
  await world.pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'files')", [org.id]);
  return org;
}

const upload = (org: Organization, name: string, bytes: Buffer, contentType = "text/plain") =>
  uploadFile(world.core, org.context, { name, bytes, contentType });

async function bytesOf(download: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await download.open()) parts.push(part);
  return Buffer.concat(parts);
}

function signedQuery(url: string): { expires: string; signature: string } {
  const { searchParams } = new URL(url);
  return { expires: searchParams.get("expires") ?? "", signature: searchParams.get("signature") ?? "" };
}

const signed = (name: string, url: string) => downloadSignedFile(world.core, name, signedQuery(url));

describe("uploadFile", () => {
  it("applies the file as pending and makes it ready with these bytes", async () => {
    const org = await newOrganization();
    const bytes = Buffer.from("a\0b\xff", "latin1");
    const info = await upload(org, "logo.bin", bytes, "application/x-thing; version=1");
    expect(info).toMatchObject({
      url: "http://localhost:8000/files/logo.bin/download",
      size: 4,
      content_type: "application/x-thing; version=1",
      checksum: `sha256:${hash("sha256", bytes, "hex")}`,
    });
    expect(await org.standing("pragma/file/logo.bin")).toBe("pending");
    await world.work();
    const { outputs, config } = await org.get("pragma/file/logo.bin");
    expect(outputs).toEqual(info);
    expect(config).toEqual({ content_type: "application/x-thing; version=1" });
    const download = await downloadFile(world.core, org.context, "logo.bin");
    expect(download).toMatchObject({ contentType: info.content_type, size: 4, checksum: info.checksum });
    expect(await bytesOf(download)).toEqual(bytes);
  });

  it("keeps large files in parts, and empty ones", async () => {
    const org = await newOrganization();
    const large = Buffer.alloc(1_500_000, "pragma");
    await upload(org, "large", large);
    await upload(org, "empty", Buffer.alloc(0));
    expect((await bytesOf(await downloadFile(world.core, org.context, "large"))).equals(large)).toBe(true);
    expect(await world.count("blob_parts", `organization_id = '${org.id}'`)).toBe(3);
    const empty = await downloadFile(world.core, org.context, "empty");
    expect([empty.size, (await bytesOf(empty)).length]).toEqual([0, 0]);
  });

  it("changes nothing for the same bytes, and makes an event for others", async () => {
    const org = await newOrganization();
    const key = "pragma/file/notes";
    await upload(org, "notes", Buffer.from("one"));
    await world.work();
    await upload(org, "notes", Buffer.from("one"));
    expect(await world.work()).toBe(0);
    await upload(org, "notes", Buffer.from("two"));
    expect(await org.standing(key)).toBe("pending");
    await world.work();
    expect((await org.get(key)).outputs).toMatchObject({ size: 3, checksum: `sha256:${hash("sha256", "two", "hex")}` });
    expect((await org.get(key)).generation).toBe(2);
  });

  it("is refused while the file is pending or processing, and leaves no bytes then", async () => {
    const org = await newOrganization();
    await upload(org, "busy", Buffer.from("one"));
    await expect(upload(org, "busy", Buffer.from("two"))).rejects.toMatchObject({
      code: "change_in_flight",
      facts: { resource_id: "resource:pragma_file_busy", current_state: "pending" },
    });
    await expect(upload(org, "busy", Buffer.from("one"))).rejects.toMatchObject({ code: "change_in_flight" });
    const held = await world.hold("pragma/file/busy", { org });
    await expect(upload(org, "busy", Buffer.from("two"))).rejects.toMatchObject({ code: "change_in_flight" });
    await held.settle({ kind: "failed", message: "no" });
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBe(1);
  });

  it("happens once when two come at once", async () => {
    const org = await newOrganization();
    const results = await Promise.allSettled([0, 1, 2, 3].map((n) => upload(org, "race", Buffer.from(`v${n}`))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBe(1);
    await world.work();
    expect(await org.state("pragma/file/race")).toBe("ready");
  });

  it("refuses a file that is too large, and an invalid media type", async () => {
    const org = await newOrganization();
    await expect(upload(org, "big", Buffer.alloc(2_000_001))).rejects.toMatchObject({ code: "payload_too_large" });
    await expect(upload(org, "odd", Buffer.from("x"), "text/plain\r\nx: y")).rejects.toMatchObject({
      code: "validation_failed",
    });
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("is refused while the file is being deleted", async () => {
    const org = await newOrganization();
    await upload(org, "going", Buffer.from("x"));
    await world.work();
    await org.delete("pragma/file/going");
    await expect(upload(org, "going", Buffer.from("y"))).rejects.toMatchObject({ code: "deletion_in_progress" });
  });
});

describe("the handler of a cancelled event", () => {
  it.each(["content", "upload"])("takes nothing from what is uploaded after the cancel: %s", async (source) => {
    const org = await newOrganization();
    const key = "pragma/file/page";
    if (source === "upload") await upload(org, "page", Buffer.from("first"));
    else await org.apply(key, { content_type: "text/plain", content: "first" });
    const { claim, settle } = await world.hold(key, { org });
    const core = interrupted(world.core, /^(lock_awaiting|put_file|remove_old_files)/, async () => {
      await org.cancel(key);
      await upload(org, "page", Buffer.from("second"));
    });
    expect(await settle(await runBuiltIn(core, claim))).toBe(false);
    await world.work();
    expect(await org.state(key)).toBe("ready");
    expect((await bytesOf(await downloadFile(world.core, org.context, "page"))).toString()).toBe("second");
  });
});

describe("content", () => {
  it("replaces uploaded bytes, and they replace it", async () => {
    const org = await newOrganization();
    const key = "pragma/file/page.html";
    await upload(org, "page.html", Buffer.from("<p>up"), "text/html");
    await world.work();
    await org.apply(key, { content_type: "text/html", content: "<p>é" });
    await world.work();
    expect((await org.get(key)).outputs).toMatchObject({
      size: 5,
      checksum: `sha256:${hash("sha256", "<p>é", "hex")}`,
    });
    expect((await bytesOf(await downloadFile(world.core, org.context, "page.html"))).toString()).toBe("<p>é");

    await org.apply(key, { content_type: "text/html" });
    await world.work();
    expect(await org.state(key)).toBe("failed");
    await upload(org, "page.html", Buffer.from("<p>again"), "text/html");
    await world.work();
    expect((await bytesOf(await downloadFile(world.core, org.context, "page.html"))).toString()).toBe("<p>again");
  });

  it("gives the same outputs each time it is run", async () => {
    const org = await newOrganization();
    const config = { content_type: "text/plain", content: "same" };
    const outputs = await fileOutputs(world.core, org.id, "same", config);
    expect(await fileOutputs(world.core, org.id, "same", config)).toEqual(outputs);
    expect(await fileOutputs(world.core, org.id, "same", { content_type: "text/plain" })).toBeNull();
  });
});

describe("downloads", () => {
  it("serve the version of the last success until the next one, and drop older ones", async () => {
    const org = await newOrganization();
    const read = async () => (await bytesOf(await downloadFile(world.core, org.context, "v"))).toString();
    const first = await upload(org, "v", Buffer.from("one"));
    expect(await read()).toBe("one");
    await world.work();
    const second = await upload(org, "v", Buffer.from("two"));
    expect(await read()).toBe("one");
    expect((await bytesOf(await signed("v", first.public_url))).toString()).toBe("one");
    expect((await bytesOf(await signed("v", second.public_url))).toString()).toBe("two");
    await world.work();
    expect(await read()).toBe("two");
    await upload(org, "v", Buffer.from("three"));
    await world.work();
    expect(await read()).toBe("three");
    await expect(signed("v", first.public_url)).rejects.toMatchObject({ code: "not_found" });
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBeLessThanOrEqual(2);
    expect(await world.count("blob_parts", `organization_id = '${org.id}'`)).toBeLessThanOrEqual(2);
  });

  it("need a signature made for this name", async () => {
    const org = await newOrganization();
    const { public_url } = await upload(org, "mine", Buffer.from("x"));
    await upload(org, "other", Buffer.from("x"));
    await expect(signed("other", public_url)).rejects.toMatchObject({ code: "not_authenticated" });
    const { expires, signature } = signedQuery(public_url);
    const forged = [
      { expires: String(Number(expires) + 1), signature },
      // A signature that happens to begin with A would not be changed by another one.
      { expires, signature: `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}` },
      { expires, signature: signature.slice(0, -4) },
      { expires: "", signature },
      { expires: "1e12", signature },
      { expires, signature: "" },
    ];
    for (const query of forged) {
      await expect(downloadSignedFile(world.core, "mine", query)).rejects.toMatchObject({ code: "not_authenticated" });
    }
  });

  it("do not see other organizations", async () => {
    const [org, other] = [await newOrganization(), await newOrganization()];
    await upload(org, "private", Buffer.from("x"));
    await expect(downloadFile(world.core, other.context, "private")).rejects.toMatchObject({ code: "not_found" });
  });

  it("end with the resource, whichever way it goes", async () => {
    const org = await newOrganization();
    for (const [name, options] of [
      ["a", {}],
      ["b", { orphan: true }],
    ] as const) {
      const { public_url } = await upload(org, name, Buffer.from(name));
      await world.work();
      await org.delete(`pragma/file/${name}`, options);
      await world.work();
      expect(await org.standing(`pragma/file/${name}`)).toBe("gone");
      await expect(downloadFile(world.core, org.context, name)).rejects.toMatchObject({ code: "not_found" });
      await expect(signed(name, public_url)).rejects.toMatchObject({ code: "not_found" });
    }
    await upload(org, "c", Buffer.from("never run"));
    await org.delete("pragma/file/c");
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBe(0);
    expect(await world.count("blob_parts", `organization_id = '${org.id}'`)).toBe(0);
  });
});
