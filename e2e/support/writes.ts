import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { appRouter } from "@pragma/trpc";
import { expectState, reviewAndApply, writeYaml } from "./editor.ts";

/** Procedures that change something in an organization. Each is called through the page's own controls. */
const OUTSIDE = /^(account\.(?!sessionToken$)|operator\.|organizations\.create$|invitations\.accept$)/;
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
export const WRITES = Object.keys(procedures).filter(
  (path) => procedures[path]?._def.type === "mutation" && !OUTSIDE.test(path),
);

export interface Write {
  name: string;
  /** On a page of the organization that was opened before the other one was viewed. */
  path: string;
  do: (page: Page) => Promise<void>;
}

const view = (name: string, type = "config") => `/resources/view/pragma/${type}/${name}`;
export const confirm = (page: Page, name: string) =>
  page.getByRole("dialog").or(page.getByRole("alertdialog")).getByRole("button", { name, exact: true }).click();
const said = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible();

/** In this order: the last ones give up rights that the earlier ones need. */
export const writes = (version: string): Write[] => [
  {
    name: "a resource is created",
    path: "/resources/new?type=pragma%2Fconfig&view=yaml",
    do: async (page) => {
      await writeYaml(page, "provider: pragma\nresource: config\nname: fourth\nconfig:\n  data:\n    a: 1\n");
      await reviewAndApply(page);
      await expectState(page, "ready");
    },
  },
  {
    name: "a resource is edited",
    path: "/resources/edit/pragma/config/first?view=yaml",
    do: async (page) => {
      await writeYaml(page, "provider: pragma\nresource: config\nname: first\nconfig:\n  data:\n    a: 2\n");
      await reviewAndApply(page);
      await expectState(page, "ready");
    },
  },
  {
    name: "tags of several resources are changed as one",
    path: "/resources?q=second",
    do: async (page) => {
      await page.getByRole("checkbox", { name: "Select pragma/config/second" }).check();
      await page.getByRole("button", { name: "Tags…" }).click();
      await page.getByRole("dialog").getByLabel("Add").fill("shop");
      await page.getByRole("dialog").getByLabel("Add").press("Enter");
      await confirm(page, "Apply");
      await said(page, "succeeded");
    },
  },
  {
    name: "a view of the list is saved and deleted",
    path: "/resources?state=failed",
    do: async (page) => {
      await page.getByRole("button", { name: "Views" }).click();
      await page.getByRole("menuitem", { name: "Save this view…" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("Failed");
      await confirm(page, "Save view");
      await page.getByRole("button", { name: "View Failed" }).click();
      await page.getByRole("menuitem", { name: "Delete view…" }).click();
      await confirm(page, "Delete view");
      await said(page, "View Failed deleted");
    },
  },
  {
    name: "a file is uploaded",
    path: "/resources/new?type=pragma%2Ffile",
    do: async (page) => {
      const file = { name: "uploaded.txt", mimeType: "text/plain", buffer: Buffer.from("Hello") };
      await page.getByLabel("File for bytes of the new file").setInputFiles(file);
      await expectState(page, "ready");
    },
  },
  {
    name: "a resource is protected",
    path: view("second"),
    do: async (page) => {
      const box = page.getByRole("checkbox", { name: "Protected from deletion" });
      await box.click();
      await expect(box).toBeChecked();
      await expect(box).toBeEnabled();
    },
  },
  {
    name: "a staged draft is discarded",
    path: view("staged"),
    do: async (page) => {
      await page.getByRole("button", { name: "Apply…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Discard draft" }).click();
      await expectState(page, "ready");
    },
  },
  {
    name: "one value is revealed",
    path: view("key", "secret"),
    do: async (page) => {
      await page
        .getByRole("button", { name: /^Reveal (outputs|config)\./ })
        .first()
        .click();
      await confirm(page, "Reveal value");
      await said(page, /Hidden in/);
    },
  },
  {
    name: "secrets are revealed",
    path: view("key", "secret"),
    do: async (page) => {
      await page.getByRole("button", { name: "Reveal all…" }).click();
      await confirm(page, "Reveal values");
      await said(page, "hidden");
    },
  },
  {
    name: "what was found of a file is revealed",
    path: "/resources/view/fs/file/page",
    do: async (page) => {
      await page.getByRole("button", { name: "Reveal found config.content" }).click();
      await confirm(page, "Reveal values");
      await expect(page.getByText("found in secret").filter({ visible: true })).toBeVisible();
    },
  },
  {
    name: "a file is checked for drift",
    path: "/resources/view/fs/file/page",
    do: async (page) => {
      await page.getByRole("button", { name: "Check now" }).click();
      await said(page, "In sync");
    },
  },
  {
    name: "a change is stopped",
    path: "/changes?status=applying",
    do: async (page) => {
      await page.getByRole("link", { name: "Waits for what is absent" }).click();
      await page.getByRole("button", { name: "Stop…" }).click();
      await confirm(page, "Stop the change");
      await said(page, "1 not begun");
    },
  },
  {
    name: "a resource is cancelled",
    path: view("waiting"),
    do: async (page) => {
      await page.getByRole("button", { name: "Cancel", exact: true }).click();
      await said(page, "Cancelled");
    },
  },
  {
    name: "a resource is retried",
    path: view("broken-one"),
    do: async (page) => {
      await page.getByRole("button", { name: "Retry", exact: true }).first().click();
      await said(page, "Retried");
    },
  },
  {
    name: "a ready resource is applied again",
    path: view("fourth"),
    do: async (page) => {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Re-apply" }).click();
      await said(page, "Applied again");
    },
  },
  {
    name: "a failure is retried",
    path: "/failures",
    do: async (page) => {
      const answered = page.waitForResponse(/deadLetters\.retry[?,]/);
      await page.getByRole("button", { name: "Retry pragma/config/broken-two" }).click();
      await answered;
    },
  },
  {
    name: "all failures are retried",
    path: "/failures",
    do: async (page) => {
      await page.getByRole("button", { name: "Retry all" }).click();
      await confirm(page, "Retry all");
      await said(page, /\d retried/);
    },
  },
  {
    name: "a failure is deleted",
    path: "/failures",
    do: async (page) => {
      await page.getByRole("button", { name: "Delete the failure of pragma/config/broken-three" }).click();
      await confirm(page, "Delete failure");
      await expect(page.getByRole("dialog")).toBeHidden();
    },
  },
  {
    name: "all failures are deleted",
    path: "/failures",
    do: async (page) => {
      await page.getByRole("button", { name: "Delete all" }).click();
      await confirm(page, "Delete failures");
      await said(page, "Nothing to retry");
    },
  },
  {
    name: "all failed resources of the list are retried",
    path: "/resources?q=broken",
    do: async (page) => {
      await page.getByRole("checkbox", { name: "Select all loaded rows" }).check();
      await page.getByRole("button", { name: /^Retry failed/ }).click();
      await expect(page.getByRole("dialog", { name: "Retry failed" })).toContainText(/\d retried/);
    },
  },
  {
    name: "all that match are deleted",
    path: "/resources?q=k&group=type&open=pragma%2Fsecret",
    do: async (page) => {
      await expect(page.getByRole("checkbox", { name: /pragma\/secret/ }).first()).toBeVisible();
      await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
      await page.getByRole("button", { name: /^Select all \d+ that match$/ }).click();
      await page.getByRole("button", { name: "Delete…" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByRole("region", { name: "Plan" })).toContainText("pragma/config/broken-one");
      await dialog.getByLabel("Type “delete 4” to confirm").fill("delete 4");
      await confirm(page, "Delete");
      await said(page, "succeeded");
    },
  },
  {
    name: "a resource is deleted",
    path: view("third"),
    do: async (page) => {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Delete…" }).click();
      await confirm(page, "Delete");
      await expect(page.getByRole("button", { name: "More actions" })).toBeHidden();
    },
  },
  {
    name: "a change is planned and applied",
    path: "/changes/new",
    do: async (page) => {
      await writeYaml(page, "provider: pragma\nresource: config\nname: fifth\nconfig:\n  data:\n    a: 1\n");
      await page.getByRole("button", { name: "Plan", exact: true }).click();
      await page.getByRole("button", { name: "Save as plan" }).click();
      await expect(page.getByRole("status", { name: "Status" })).toHaveText("planned");
      await page.getByRole("button", { name: "Apply", exact: true }).click();
      await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
    },
  },
  {
    name: "a change is reverted, and the plan of that discarded",
    path: "/changes",
    do: async (page) => {
      await page.getByRole("link", { name: "Create 1", exact: true }).click();
      await page.getByRole("button", { name: "Revert…" }).click();
      await confirm(page, "Save as plan");
      await page.getByRole("button", { name: "Discard" }).click();
      await expect(page.getByRole("status", { name: "Status" })).toHaveText("discarded");
    },
  },
  {
    name: "a resource is rolled back",
    path: `${view("first")}?tab=history`,
    do: async (page) => {
      await page
        .getByRole("button", { name: /^Roll back to generation/ })
        .first()
        .click();
      await confirm(page, "Roll back");
      await said(page, "Applied");
    },
  },
  {
    name: "a provider is deployed",
    path: `/providers/notes/builds/${version}`,
    do: async (page) => {
      await page.getByRole("button", { name: "Deploy" }).click();
      await confirm(page, "Deploy");
      await said(page, /Deployment of notes .* started/);
    },
  },
  {
    name: "what exists is looked for",
    path: "/providers/notes",
    do: async (page) => {
      // Its types can be listed once it serves.
      await expect(page.getByText("serving", { exact: true }).first()).toBeVisible();
      await page.getByRole("link", { name: "Adopt" }).click();
      await page.getByLabel("Provider").selectOption("notes");
      await page.getByRole("button", { name: "Find" }).click();
      await said(page, "No notes/note found");
    },
  },
  {
    name: "a provider is deleted",
    path: "/providers/notes",
    do: async (page) => {
      // A provider that is being deployed cannot be deleted.
      await expect(page.getByText("serving", { exact: true }).first()).toBeVisible();
      await page.getByRole("button", { name: "Delete provider" }).click();
      await confirm(page, "Delete provider");
      await said(page, "Provider notes deleted");
    },
  },
  {
    name: "a token is created, and one for a while",
    path: "/tokens",
    do: async (page) => {
      await page.getByRole("button", { name: "New token" }).first().click();
      await page.getByLabel("Name").fill("terminal");
      await page.getByRole("button", { name: "All", exact: true }).click();
      await page.getByRole("button", { name: "Create token" }).click();
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "I have copied it" }).click();
      await page.getByRole("button", { name: "Session token" }).click();
      await page.getByRole("button", { name: "Get a session token" }).click();
      await expect(page.getByRole("region", { name: "curl snippet" })).toBeVisible();
    },
  },
  {
    name: "a token is revoked",
    path: "/tokens",
    do: async (page) => {
      await page.getByRole("button", { name: "Revoke e2e" }).click();
      await confirm(page, "Revoke token");
      await expect(page.getByRole("row", { name: /^e2e/ })).toHaveCount(0);
    },
  },
  {
    name: "somebody is invited, and not any more",
    path: "/members",
    do: async (page) => {
      await page.getByRole("button", { name: "Invite" }).first().click();
      await page.getByRole("button", { name: "Create invitation" }).click();
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "I have copied it" }).click();
      await page.getByRole("button", { name: "Revoke the invitation for anyone with the link" }).click();
      await confirm(page, "Revoke invitation");
      await said(page, "Invitation revoked");
    },
  },
  {
    name: "a role is changed, and a member removed",
    path: "/members",
    do: async (page) => {
      const role = page.getByRole("combobox", { name: "Role of Grace" });
      await role.selectOption("member");
      await expect(role).toBeEnabled();
      await expect(role).toHaveValue("member");
      await page.getByRole("button", { name: "Actions for Grace" }).click();
      await page.getByRole("menuitem", { name: "Remove" }).click();
      await confirm(page, "Remove member");
      await said(page, "Grace removed");
    },
  },
  {
    name: "the interval of checks for drift is changed",
    path: "/settings",
    do: async (page) => {
      await page.getByLabel("Each resource is checked").selectOption("every 5 min");
      await page.getByRole("button", { name: "Change interval" }).click();
      await said(page, "Interval changed");
    },
  },
  {
    name: "the organization is renamed",
    path: "/settings",
    do: async (page) => {
      await page.getByRole("textbox", { name: /^Name(?! in)/ }).fill("Renamed");
      await page.getByRole("button", { name: "Rename" }).click();
      await said(page, "Organization renamed");
    },
  },
  {
    name: "the organization gets another address",
    path: "/settings",
    do: async (page) => {
      const slug = `moved-${randomUUID().slice(0, 8)}`;
      await page.getByLabel("Name in addresses").fill(slug);
      await page.getByRole("button", { name: "Change address" }).click();
      await expect(page).toHaveURL(`/o/${slug}/settings`);
    },
  },
  {
    name: "the organization is handed over",
    path: "/members",
    do: async (page) => {
      await page.getByRole("button", { name: "Actions for Heidi" }).click();
      await page.getByRole("menuitem", { name: "Transfer ownership" }).click();
      await confirm(page, "Transfer ownership");
      await said(page, /^Heidi owns/);
    },
  },
  {
    name: "the organization is left",
    path: "/settings",
    do: async (page) => {
      await page.getByRole("button", { name: "Leave organization" }).click();
      await confirm(page, "Leave organization");
      await expect(page.getByText("Danger zone")).toBeHidden();
    },
  },
];
