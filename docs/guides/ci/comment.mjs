// Puts a file into one comment of a pull request, and replaces that comment the next time. Node alone, no packages.
//
//   node comment.mjs plan.md plan.log
//
// Without a plan, because a file cannot be read for example, the comment shows the log: what was printed to stderr.
//
// COMMENTS       address of the pull request's comments
// COMMENT_URL    address that a comment's id is appended to
// COMMENT_TOKEN  may write comments
// COMMENT_METHOD how a comment is replaced: PATCH (GitHub, Forgejo) if left out, PUT (GitLab)
import { readFile } from "node:fs/promises";

const MARK = "<!-- pragma plan -->";
/** Pages of comments that are looked through; beyond them a new comment is written. */
const PAGES = 20;
/** Characters of the log that a comment shows. */
const MOST_OF_LOG = 8_000;

const { COMMENTS = "", COMMENT_URL = "", COMMENT_TOKEN = "", COMMENT_METHOD = "PATCH" } = process.env;

async function ask(method, url, body) {
  const answer = await fetch(url, {
    method,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${COMMENT_TOKEN}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

async function findComment() {
  for (let page = 1; page <= PAGES; page++) {
    const comments = await ask("GET", `${COMMENTS}?per_page=100&limit=100&page=${page}`);
    const own = comments.find(({ body }) => body.startsWith(MARK));
    if (own !== undefined || comments.length === 0) return own;
  }
  return undefined;
}

/** A text as a block of code, which it cannot end. */
function codeBlock(text) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

async function planOr(log) {
  const plan = await readFile(file, "utf8");
  if (plan.trim() !== "") return plan;
  const reason = log === undefined ? "" : (await readFile(log, "utf8")).trim().slice(0, MOST_OF_LOG);
  return `### Pragma: no plan\n\n${reason === "" ? "The job's log says why." : codeBlock(reason)}`;
}

const [file, log] = process.argv.slice(2);
const body = `${MARK}\n${await planOr(log)}`;
const own = await findComment();
if (own === undefined) await ask("POST", COMMENTS, { body });
else await ask(COMMENT_METHOD, `${COMMENT_URL}/${own.id}`, { body });
