// A visitor without a browser, for what must be sent byte by byte: keeps cookies, follows nothing by itself.
export class Client {
  cookies = new Map();

  constructor(base) {
    this.base = base;
  }

  async send(method, path, { body, headers = {}, lang } = {}) {
    const jar = new Map(this.cookies);
    if (lang) jar.set("kapstok-taal", lang);
    const answer = await fetch(new URL(path, this.base), {
      method,
      body,
      redirect: "manual",
      headers: {
        "Accept-Language": "nl-BE",
        Accept: "text/html",
        Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, ...value] = line.split(";")[0].split("=");
      if (/max-age=(0|-\d+)(;|$)/i.test(line) || value.join("=") === "") this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      status: answer.status,
      type: answer.headers.get("content-type") ?? "",
      headers: Object.fromEntries(answer.headers),
      location: answer.headers.get("location"),
      url: path,
      bytes,
      text: bytes.toString("utf8"),
    };
  }

  // GET through redirects; url is where it ended.
  async get(path, options) {
    let answer = await this.send("GET", path, options);
    for (let i = 0; i < 10 && answer.status >= 300 && answer.status < 400; i++) {
      const next = new URL(answer.location, this.base);
      answer = await this.send("GET", next.pathname + next.search, options);
    }
    return answer;
  }

  // values: object, or pairs; body already coded when it is a string.
  post(path, values, options = {}) {
    const body = typeof values === "string" || values instanceof FormData ? values : new URLSearchParams(values).toString();
    const headers = values instanceof FormData ? {} : { "Content-Type": "application/x-www-form-urlencoded" };
    return this.send("POST", path, { ...options, body, headers: { ...headers, ...options.headers } });
  }

  // The token that any of our forms carries.
  async csrf(path = "/") {
    const page = await this.get(path);
    const token = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
    if (!token) throw new Error(`no form on ${path} (${page.status})`);
    return token;
  }

  // Fills a form in: the page that holds it, where it goes, the fields besides the token.
  async fill(page, action, values = {}) {
    return this.post(action, { csrf: await this.csrf(page), ...values });
  }

  async enter(link) {
    const { pathname } = new URL(link);
    const answer = await this.fill(pathname, pathname);
    if (answer.status !== 303) throw new Error(`${pathname} let nobody in: ${answer.status}`);
    return answer.location;
  }

  browserCookies() {
    return [...this.cookies].map(([name, value]) => ({ name, value, url: this.base, httpOnly: true, sameSite: "Lax" }));
  }
}

export const hrefs = (html) => [...html.matchAll(/\s(?:href|action)="([^"]*)"/g)].map((m) => m[1].replaceAll("&amp;", "&"));

// The first part of a link that a pattern catches: find(html, /\/leden\/(\d+)/).
export function find(html, pattern) {
  for (const href of hrefs(html)) {
    const match = pattern.exec(href);
    if (match) return match[1];
  }
}

// Mails that wait in the outbox, newest first, as the administrator reads them.
export async function outbox(admin, to) {
  const rows = (await admin.get("/beheer/post")).text.split('<th scope="row">').slice(1);
  return rows.filter((row) => row.startsWith(to));
}

export function linkIn(mail) {
  return /https?:\/\/[^\s<"]+\/(?:binnen|account\/mail|quickscan)\/[^\s<"]+/.exec(mail ?? "")?.[0];
}
