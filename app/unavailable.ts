/** A page that needs nothing but itself: no script, no file, no database. It looks again every five seconds. */
export const UNAVAILABLE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Mailroom cannot reach its database</title>
<style>
:root { color-scheme: light dark; --ground: hsl(0 0% 97%); --ink: hsl(0 0% 9%); --ink-2: hsl(0 0% 33%); }
@media (prefers-color-scheme: dark) { :root { --ground: hsl(0 0% 8%); --ink: hsl(0 0% 93%); --ink-2: hsl(0 0% 71%); } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 13.5px/20px ui-sans-serif, system-ui, sans-serif; }
main { max-width: 360px; padding: 16px; }
h1 { margin: 0 0 8px; font-size: 17px; line-height: 24px; font-weight: 600; }
p { margin: 0 0 8px; color: var(--ink-2); }
.mark { display: flex; align-items: center; gap: 8px; margin-bottom: 32px; color: var(--ink); font-weight: 500; }
</style>
</head>
<body>
<main>
<p class="mark"><svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20"><rect width="20" height="20" rx="4" fill="#0c6444"/><rect x="4" y="6.5" width="12" height="7" fill="none" stroke="#fff" stroke-width="1.25"/><path d="M6.2 10h1.5M9.25 10h1.5M12.3 10h1.5" stroke="#fff" stroke-width="1.5"/></svg>Mailroom</p>
<h1>Mailroom cannot reach its database</h1>
<p>Nothing is lost: mail that arrives now is refused for the moment, and its sender tries again.</p>
<p>This page looks again every five seconds. If it stays, ask whoever runs Mailroom to look at the database and at Mailroom’s log.</p>
</main>
</body>
</html>
`;
