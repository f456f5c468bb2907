import { expect, it } from "vitest";
import { sourceOfRun } from "./source-of-run.ts";

const actions = {
  GITHUB_ACTIONS: "true",
  GITHUB_SERVER_URL: "https://git.example.com",
  GITHUB_REPOSITORY: "shop/infra",
  GITHUB_SHA: "0123abcd",
};
const gitlab = { GITLAB_CI: "true", CI_PROJECT_URL: "https://git.example.com/shop/infra", CI_COMMIT_SHA: "0123abcd" };

it.each([
  [{}, { kind: "cli" }],
  [
    { ...actions, GITHUB_REF: "refs/pull/12/merge" },
    { kind: "git", ref: "0123abcd", url: "https://git.example.com/shop/infra/pull/12" },
  ],
  [
    { ...actions, GITHUB_REF: "refs/heads/main" },
    { kind: "git", ref: "0123abcd", url: "https://git.example.com/shop/infra/commit/0123abcd" },
  ],
  [
    { ...gitlab, CI_MERGE_REQUEST_IID: "7" },
    { kind: "git", ref: "0123abcd", url: "https://git.example.com/shop/infra/-/merge_requests/7" },
  ],
  [gitlab, { kind: "git", ref: "0123abcd", url: "https://git.example.com/shop/infra/-/commit/0123abcd" }],
  [
    { ...actions, GITHUB_SERVER_URL: "javascript:x", GITHUB_REF: "refs/heads/main" },
    { kind: "git", ref: "0123abcd" },
  ],
  [{ ...actions, GITHUB_SHA: "" }, { kind: "cli" }],
])("of %j is %j", (env, source) => {
  expect(sourceOfRun(env)).toEqual(source);
});
