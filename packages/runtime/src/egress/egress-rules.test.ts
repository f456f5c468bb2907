import { describe, expect, it } from "vitest";
import { EgressPolicy } from "./egress-policy.ts";
import { parseEgressRules } from "./egress-rules.ts";

const ID = "0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11";
const shipped = { organizationId: ID, providerId: "http", isShipped: true };
const pushed = { ...shipped, isShipped: false };

function reaches(allow: string, host: string, address: string, port: number, subject = shipped): boolean {
  return new EgressPolicy(parseEgressRules(allow), subject).refusal(host, address, port) === null;
}

describe("the public network", () => {
  it.each(["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8", "64:ff9b::808:808"])(
    "holds %s",
    (address) => {
      expect(reaches("", address, address, 443)).toBe(true);
    },
  );
});

describe("parseEgressRules", () => {
  it.each([
    ["10.0.0.0/8", "10.1.2.3", "10.1.2.3", 1],
    ["10.0.0.0/8", "::ffff:10.1.2.3", "::ffff:10.1.2.3", 1],
    ["10.0.0.0/8:5432", "10.1.2.3", "10.1.2.3", 5432],
    ["fd00::/8", "fd12::1", "fd12::1", 80],
    ["[fd00::/8]:80", "fd12::1", "fd12::1", 80],
    ["127.0.0.1", "127.0.0.1", "127.0.0.1", 80],
    ["::1", "::1", "::1", 80],
    ["[::1]", "::1", "::1", 80],
    ["[::1]:80", "::1", "::1", 80],
    ["db.internal", "db.internal", "10.0.0.1", 80],
    ["DB.Internal.:80", "db.internal", "10.0.0.1", 80],
    ["db.internal", "DB.internal.", "10.0.0.1", 80],
    [" , http=127.0.0.1:80 ,", "localhost", "127.0.0.1", 80],
  ])("%s lets %s (%s) port %i through", (allow, host, address, port) => {
    expect(reaches(allow, host, address, port)).toBe(true);
  });

  it.each([
    ["10.0.0.0/8", "11.0.0.1", "172.16.0.1", 1],
    ["10.0.0.0/8:5432", "10.1.2.3", "10.1.2.3", 5433],
    ["127.0.0.1:80", "127.0.0.1", "127.0.0.1", 81],
    ["db.internal", "db.internal.example", "10.0.0.1", 80],
    ["db.internal", "10.0.0.1", "10.0.0.1", 80],
    ["postgres=127.0.0.1", "127.0.0.1", "127.0.0.1", 80],
    [`${ID}/http=127.0.0.1`, "127.0.0.1", "127.0.0.1", 80],
  ])("%s does not let %s (%s) port %i through", (allow, host, address, port) => {
    expect(reaches(allow, host, address, port)).toBe(false);
  });

  it("tells the shipped provider from one that an organization pushed", () => {
    expect(reaches("http=127.0.0.1", "127.0.0.1", "127.0.0.1", 80, pushed)).toBe(false);
    expect(reaches(`${ID}/http=127.0.0.1`, "127.0.0.1", "127.0.0.1", 80, pushed)).toBe(true);
    expect(reaches("127.0.0.1", "127.0.0.1", "127.0.0.1", 80, pushed)).toBe(true);
  });

  it.each([
    ["10.0.0.0/33", '"10.0.0.0/33": "10.0.0.0/33" is not a range such as 10.0.0.0/8 or fd00::/8'],
    ["10.0.0/8", '"10.0.0/8" is not a range'],
    ["::ffff:10.0.0.0/104", "is IPv4 inside of IPv6: write the range as IPv4"],
    ["[64:ff9b::a00:0/104]:5432", "is IPv4 inside of IPv6: write the range as IPv4"],
    ["127.0.0.1:0", '"127.0.0.1:0": "0" is not a port from 1 to 65535'],
    ["127.0.0.1:http", '"http" is not a port'],
    ["127.0.0.1:65536", '"65536" is not a port'],
    ["127.0.0.256", "must look like"],
    ["http://10.0.0.1", '"//10.0.0.1" is not a port'],
    ["*.internal", "must look like"],
    ["=10.0.0.1", '"" is not the name of a provider'],
    ["Postgres=10.0.0.1", '"Postgres" is not the name of a provider'],
    [`${"a".repeat(64)}=10.0.0.1`, 'aaa" is not the name of a provider'],
    ["acme/postgres=10.0.0.1", '"acme" is not the id of an organization'],
    ["postgres=", "must look like"],
    ["10.0.0.1,oh no,::g", '"oh no": must look like'],
  ])("refuses %s and says why", (text, message) => {
    expect(() => parseEgressRules(text)).toThrow(message);
  });

  it("names every entry that it refuses", () => {
    expect(() => parseEgressRules("10.0.0.1,oh no,::g")).toThrow(/"oh no": .*; "::g": /);
  });
});
