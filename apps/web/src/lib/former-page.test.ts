import { expect, test } from "vitest";
import { formerPage } from "./former-page.ts";

test.each([
  ["/?hours=24", "/o?to=%2F%3Fhours%3D24"],
  ["/resources", "/o?to=%2Fresources"],
  [
    "/resources/view/pragma/config/a?tab=logs&x=1",
    "/o?to=%2Fresources%2Fview%2Fpragma%2Fconfig%2Fa%3Ftab%3Dlogs%26x%3D1",
  ],
  ["/organizations/new?from=a", "/account/organizations/new"],
])("%s leads to %s", (path, to) => {
  expect(formerPage(path)).toBe(to);
});

test.each(["/nothing", "/resourcesx", "/api/x", "/wp-admin/setup.php"])("%s was no page", (path) => {
  expect(formerPage(path)).toBeNull();
});
