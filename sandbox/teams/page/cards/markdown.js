// Markdown as Teams knows it. HTML in a text is shown as text.

const reader = window.markdownit({ html: false, linkify: false, breaks: true });
// Teams draws none of these, and an image would fetch from elsewhere.
reader.disable(["image", "table", "html_block", "html_inline"]);

const cardReader = window.markdownit({ html: false, linkify: false, breaks: true });
cardReader.disable(["image", "table", "heading", "lheading", "code", "fence", "hr", "blockquote", "reference", "html_block", "html_inline"]);

for (const each of [reader, cardReader]) {
  each.renderer.rules.link_open = (tokens, at, options, env, self) => {
    tokens[at].attrSet("target", "_blank");
    tokens[at].attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, at, options);
  };
}

// A mention, after the reader has made its angle brackets harmless.
const MENTION = /&lt;at&gt;(.*?)&lt;\/at&gt;/g;

function withMentions(html) {
  return html.replace(MENTION, '<span class="mention">$1</span>');
}

/** A chat message to safe HTML. */
export function inline(text) {
  return withMentions(reader.render(text));
}

/** A card's text to safe HTML; a single paragraph without its tag, for it may stand in a heading. */
export function forCard(text) {
  const html = withMentions(cardReader.render(text).trim());
  const single = html.match(/^<p>((?:(?!<\/?p>)[^])*)<\/p>$/);
  return single ? single[1] : html;
}
