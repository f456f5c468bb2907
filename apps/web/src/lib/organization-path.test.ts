import { describe, expect, it } from "vitest";
import { organizationPath, splitOrganizationPath } from "./organization-path.ts";

describe("an organization's path", () => {
  it.each([
    ["/", "/o/acme"],
    ["/?hours=24", "/o/acme?hours=24"],
    ["/#content", "/o/acme#content"],
    ["/resources", "/o/acme/resources"],
    ["/resources/view/pragma/config/a%2Fb?tab=logs", "/o/acme/resources/view/pragma/config/a%2Fb?tab=logs"],
  ])("to %s is %s, and back", (within, path) => {
    expect(organizationPath("acme", within)).toBe(path);
    expect(splitOrganizationPath(path)).toEqual({ address: "acme", within });
  });

  it.each([
    ["/o/acme/", "acme", "/"],
    ["/o/%61cme", "acme", "/"],
    ["/o/%zz/x", "%zz", "/x"],
    ["/o/..%2fx", "../x", "/"],
  ])("of %s is that of %j", (path, address, within) => {
    expect(splitOrganizationPath(path)).toEqual({ address, within });
  });

  it.each(["/", "/o", "/o/", "/o?to=/resources", "/other/acme", "/resources", "/account", "//o/acme"])(
    "%s names none",
    (path) => {
      expect(splitOrganizationPath(path)).toBeNull();
    },
  );

  it("encodes what is no slug", () => {
    expect(organizationPath("../x", "/resources")).toBe("/o/..%2Fx/resources");
  });
});
