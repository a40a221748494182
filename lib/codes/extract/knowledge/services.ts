/**
 * Services by id, names and sender domains, one a line: `id | names | domains`. The names are as the service
 * writes them (their first letter is compared with case, so that "Line" is a service and "line" is not); the
 * domains are registrable ones (RFC 8499), and every address below them counts. A service that is not here
 * still works: it is called by its domain, or by its name in the text.
 */
export const SERVICES = `
x | X, Twitter | x.com, twitter.com
xai | xAI, SpaceXAI, Grok | x.ai, grok.com
adobe | Adobe | adobe.com
airbnb | Airbnb | airbnb.com
alibaba | Alibaba, Alibaba Group, Alibaba Cloud, AliExpress, 阿里云, 阿里巴巴, 淘宝 | alibaba.com, aliyun.com, alibabacloud.com, aliexpress.com, taobao.com
alipay | Alipay, 支付宝 | alipay.com
amazon | Amazon, AMAZON PAY | amazon.com, amazon.ca, amazon.co.jp, amazon.co.uk, amazon.com.au, amazon.com.br, amazon.com.mx, amazon.com.tr, amazon.de, amazon.es, amazon.fr, amazon.in, amazon.it, amazon.nl, amazon.pl, amazon.se, amazonses.com
aws | AWS, Amazon Web Services | amazonaws.com
amex | American Express, Amex | americanexpress.com, aexp.com
anthropic | Anthropic, Claude | anthropic.com, claude.ai, claude.com
apple | Apple, Apple ID, iCloud | apple.com, icloud.com
atlassian | Atlassian, Jira, Bitbucket, Trello | atlassian.com, bitbucket.org, trello.com
autodesk | Autodesk | autodesk.com
baidu | Baidu, 百度 | baidu.com
bankofamerica | Bank of America, BofA | bankofamerica.com
battlenet | Battle.net, Blizzard | blizzard.com, battle.net
bigo | BIGO LIVE, Bigo | bigo.tv
bilibili | bilibili, 哔哩哔哩 | bilibili.com
binance | Binance | binance.com
bitwarden | Bitwarden | bitwarden.com
bluesky | Bluesky | bsky.app, bsky.social
bolt | Bolt | bolt.eu
booking | Booking.com | booking.com
bumble | Bumble | bumble.com
bytedance | ByteDance, 抖音 | bytedance.com, douyin.com
canva | Canva | canva.com
careem | Careem | careem.com
cashapp | Cash App | cash.app, squareup.com
chase | Chase | chase.com
citi | Citi, Citibank | citi.com, citibank.com
cloudflare | Cloudflare | cloudflare.com
coinbase | Coinbase | coinbase.com
deepseek | DeepSeek | deepseek.com
deliveroo | Deliveroo | deliveroo.com, deliveroo.co.uk
digitalocean | DigitalOcean | digitalocean.com
discord | Discord | discord.com, discordapp.com
docusign | DocuSign, Docusign | docusign.com, docusign.net
doordash | DoorDash | doordash.com
dropbox | Dropbox | dropbox.com, dropboxmail.com
duckduckgo | DuckDuckGo | duckduckgo.com
ebay | eBay | ebay.com, ebay.de, ebay.co.uk
epicgames | Epic Games | epicgames.com
etsy | Etsy | etsy.com
expedia | Expedia | expedia.com
facebook | Facebook, Meta | facebook.com, facebookmail.com, meta.com
figma | Figma | figma.com
garmin | Garmin | garmin.com
github | GitHub | github.com
gitlab | GitLab | gitlab.com
godaddy | GoDaddy | godaddy.com
gojek | Gojek, GO-JEK | gojek.com
google | Google, Gmail, YouTube, Google Voice, Google Pay | google.com, gmail.com, youtube.com
grab | Grab | grab.com
heroku | Heroku | heroku.com
hinge | Hinge | hinge.co
huawei | Huawei, HUAWEI, 华为 | huawei.com, hicloud.com
hubspot | HubSpot | hubspot.com
imo | imo messenger | imo.im
instagram | Instagram | instagram.com
jd | JD.com, 京东 | jd.com
kakao | Kakao, KakaoTalk, 카카오 | kakaocorp.com, kakao.com
klarna | Klarna | klarna.com
kraken | Kraken | kraken.com
lastpass | LastPass | lastpass.com
line | LINE | line.me, linecorp.com
linkedin | LinkedIn | linkedin.com
lyft | Lyft | lyft.com, lyftmail.com
mailchimp | Mailchimp | mailchimp.com
mastercard | Mastercard | mastercard.com
mastodon | Mastodon | joinmastodon.org, mastodon.social
mercadolibre | Mercado Libre, Mercado Pago, Mercado Livre | mercadolibre.com, mercadopago.com, mercadolivre.com
microsoft | Microsoft, Outlook, Xbox, Azure, Office 365, Microsoft 365 | microsoft.com, microsoftonline.com, live.com, outlook.com, xbox.com, azure.com, office.com
mistral | Mistral | mistral.ai
naver | Naver, NAVER, 네이버 | naver.com
netease | NetEase, 网易 | netease.com, 163.com
netflix | Netflix | netflix.com
nextcloud | Nextcloud | nextcloud.com
nike | Nike | nike.com
nintendo | Nintendo | nintendo.com, nintendo.net
notion | Notion | notion.so, makenotion.com
nvidia | NVIDIA | nvidia.com
okta | Okta | okta.com
ola | Ola | olacabs.com
openai | OpenAI, ChatGPT | openai.com, chatgpt.com
paypal | PayPal | paypal.com, paypal.de, paypal.co.uk
paytm | Paytm | paytm.com
perplexity | Perplexity | perplexity.ai
pinterest | Pinterest | pinterest.com
playstation | PlayStation, Sony Entertainment Network, PSN | sony.com, playstation.com, sonyentertainmentnetwork.com
proton | Proton, ProtonMail | proton.me, protonmail.com
quora | Quora | quora.com
rakuten | Rakuten, 楽天 | rakuten.com, rakuten.co.jp
reddit | Reddit | reddit.com, redditmail.com
revolut | Revolut | revolut.com
ring | Ring | ring.com
riot | Riot Games | riotgames.com
roblox | Roblox | roblox.com
salesforce | Salesforce | salesforce.com
samsung | Samsung | samsung.com, samsung-mail.com
sberbank | Sberbank, Сбербанк, СБЕР | sberbank.ru, sber.ru
shein | SHEIN | shein.com
shopee | Shopee, 蝦皮購物 | shopee.com, shopee.tw
shopify | Shopify | shopify.com
signal | Signal | signal.org
skype | Skype | skype.com
slack | Slack | slack.com, slack-mail.com
snapchat | Snapchat, Snap | snapchat.com, snap.com
spotify | Spotify | spotify.com
steam | Steam, Steam Guard | steampowered.com, steamcommunity.com
stripe | Stripe | stripe.com
substack | Substack | substack.com
teamviewer | TeamViewer | teamviewer.com
telegram | Telegram | telegram.org
threads | Threads | threads.net
tiktok | TikTok | tiktok.com
tinder | Tinder | tinder.com, gotinder.com
tinkoff | Tinkoff, Тинькофф | tinkoff.ru, tbank.ru
truecaller | Truecaller | truecaller.com
tumblr | Tumblr | tumblr.com
twilio | Twilio, SendGrid, Authy | twilio.com, sendgrid.com, authy.com
twitch | Twitch | twitch.tv
uber | Uber, Uber Eats | uber.com
venmo | Venmo | venmo.com
vercel | Vercel | vercel.com
verizon | Verizon | verizon.com, verizonwireless.com
viber | Viber | viber.com
vk | VK, ВКонтакте | vk.com
walmart | Walmart | walmart.com
wechat | WeChat, Weixin, 微信, 腾讯科技, Tencent | wechat.com, tencent.com, qq.com
weibo | Weibo, 微博 | weibo.com, weibo.cn
wellsfargo | Wells Fargo | wellsfargo.com, wf.com
whatsapp | WhatsApp, WhatsApp Business | whatsapp.com
wise | Wise, TransferWise | wise.com, transferwise.com
wordpress | WordPress, WordPress.com | wordpress.com
xiaomi | Xiaomi, 小米 | xiaomi.com, mi.com
yahoo | Yahoo, Yahoo! | yahoo.com, yahooinc.com
yandex | Yandex, Яндекс | yandex.ru, yandex.com, yandex.net, ya.ru
zalo | Zalo | zalo.me
zoho | Zoho | zoho.com, zohocorp.com
zoom | Zoom | zoom.us, zoom.com
`;

/** What carriers and phones put in brackets before a text message. */
export const NOT_SENDERS = new Set(['Web발신', '국제발신', '국외발신', 'FWD', 'Fwd']);

/**
 * Words with which sentences about a code begin, and no name of a service does. In small letters, without
 * accents.
 */
export const NOT_NAMES = new Set(
  (
    'your the this that here heres use enter please dear hi hello never do for to a an new one make my our we it its is if not no dr mr ms ' +
    'votre ton ta le la un une ce cet bonjour voici tu su el una este esta hola usa seu teu o um ola il tuo suo lo ciao ihr ihre ihren dein deine der die das ein eine hallo guten ' +
    'je uw de het een beste din ditt den det hei hej sinun sinu teie twoj twoja vas vase tvuj tvoj vasa az a on codul va ka el teu zure ' +
    'ваш ваша твой ваше код для вход ваши твоят вашият таны ο η το σας bu sizin kode kod kodi anda kepada ma ang iyong'
  ).split(' '),
);

/** Letters that a service puts before a code and that are no part of it: G-123456. */
export const PREFIXES: { [prefix: string]: string } = { G: 'google', FB: 'facebook', IG: 'instagram' };

/**
 * Services that use a word for one purpose only. X says "confirmation code" when it doubts a login and
 * "verification code" when it confirms an address; its subject alone says nothing more.
 */
export const PURPOSES: { service: string; phrase: RegExp; purpose: 'login' | 'confirm' | 'reset' }[] = [
  { service: 'x', phrase: /confirmation code|(?:log ?in|authentication) code/i, purpose: 'login' },
  { service: 'x', phrase: /verification code/i, purpose: 'confirm' },
];

/**
 * What the codes of a service look like, where words alone could be read as one: X asks for six to eight small
 * letters and digits. Where there is no digit among them it is the usual eight: many a word has fewer.
 */
export const FORMS: { [service: string]: RegExp } = { x: /^(?=[a-z]*\d)[a-z\d]{6,8}$|^[a-z]{8}$/ };
