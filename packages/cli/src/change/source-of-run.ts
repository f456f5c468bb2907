import type { WireChangeInput } from "@pragma/sdk";

type Source = NonNullable<WireChangeInput["source"]>;
type Environment = Readonly<Record<string, string | undefined>>;

/** As the API takes them. */
const MAX_REF = 255;
const MAX_URL = 2048;

/**
 * Where a change comes from, by the variables that CI sets: in GitHub Actions, which Forgejo and Gitea share, and in GitLab
 * CI. The commit, and the address of the pull request or else of the commit. Anywhere else it is the command line.
 * (docs.github.com/actions/reference/workflows-and-actions/variables, docs.gitlab.com/ci/variables/predefined_variables)
 */
export function sourceOfRun(env: Environment): Source {
  const found = env["GITHUB_ACTIONS"] === "true" ? ofActions(env) : ofGitlab(env);
  if (found === null || found.ref === "") return { kind: "cli" };
  const { ref, url } = found;
  const isUsable = url.length <= MAX_URL && /^https?:\/\//.test(url);
  return { kind: "git", ref: ref.slice(0, MAX_REF), ...(isUsable ? { url } : {}) };
}

interface Found {
  ref: string;
  url: string;
}

function ofActions(env: Environment): Found {
  const { GITHUB_SHA: ref = "", GITHUB_REF: branch = "" } = env;
  const repository = `${env["GITHUB_SERVER_URL"] ?? ""}/${env["GITHUB_REPOSITORY"] ?? ""}`;
  const pull = /^refs\/pull\/(\d+)\//.exec(branch)?.[1];
  return { ref, url: pull === undefined ? `${repository}/commit/${ref}` : `${repository}/pull/${pull}` };
}

function ofGitlab(env: Environment): Found | null {
  if (env["GITLAB_CI"] !== "true") return null;
  const { CI_COMMIT_SHA: ref = "", CI_PROJECT_URL: project = "", CI_MERGE_REQUEST_IID: request } = env;
  return { ref, url: request === undefined ? `${project}/-/commit/${ref}` : `${project}/-/merge_requests/${request}` };
}
