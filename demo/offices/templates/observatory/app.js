// Fills the shell: a list of posts at / and /pt, one post at /<language>/post/<slug>.
const app = document.getElementById("app");
const [, language = "en", kind, slug] = decodeURIComponent(location.pathname).split("/");
const words = { en: { name: "Border Childhood Observatory", more: "Older posts" }, pt: { name: "Observatório da Infância nas Fronteiras", more: "Publicações anteriores" } };
const said = words[language] ?? words.en;

function element(name, text, parent, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  parent.append(made);
  return made;
}

function day(post) {
  return new Date(post.date).toLocaleDateString(language === "pt" ? "pt-PT" : "en-GB", { day: "numeric", month: "long", year: "numeric" });
}

function showPost(post, main) {
  document.title = `${post.title} – ${said.name}`;
  element("p", day(post), main, "date");
  element("h1", post.title, main);
  element("p", post.summary, main, "summary");
  const body = element("div", "", main, "body");
  body.innerHTML = post.content;
}

function showTeaser(post, main) {
  const card = element("article", "", main, "card");
  element("p", `${day(post)} · ${post.type}`, card, "date");
  const link = element("a", post.title, element("h2", "", card));
  link.href = `/${post.lang}/post/${post.slug}`;
  element("p", post.summary, card);
}

async function posts(page) {
  const answer = await fetch(`/api/posts?page=${page}`);
  return answer.json();
}

async function show() {
  const header = element("header", "", app);
  const home = element("a", said.name, header, "brand");
  home.href = language === "pt" ? "/pt" : "/";
  const main = element("main", "", app);
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const data = await posts(page);
    pages = data.pages;
    for (const post of data.posts) {
      if (kind === "post" && post.slug === slug) return showPost(post, main);
      if (kind !== "post" && post.lang === (language || "en")) showTeaser(post, main);
    }
  }
}

show();
