/** Slack's short codes for the emoji that a sales channel uses. Others show as they were written, `:like_this:`. */
const GROUPS = [
  'fire 🔥 sparkles ✨ star ⭐ zap ⚡ boom 💥 tada 🎉 confetti_ball 🎊 trophy 🏆 medal 🏅 first_place_medal 🥇 crown 👑',
  'rocket 🚀 dart 🎯 checkered_flag 🏁 gift 🎁 moneybag 💰 money_with_wings 💸 dollar 💵 euro 💶 pound 💷 yen 💴',
  'credit_card 💳 receipt 🧾 chart 💹 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊',
  'white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ warning ⚠️',
  'no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 exclamation ❗ heavy_exclamation_mark ❗ question ❓ bangbang ‼️',
  'information_source ℹ️ rotating_light 🚨 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬',
  'thought_balloon 💭 left_speech_bubble 🗨️ eyes 👀 eye 👁️ mag 🔍 mag_right 🔎 bulb 💡 key 🔑 lock 🔒 unlock 🔓',
  'closed_lock_with_key 🔐 link 🔗 paperclip 📎 pushpin 📌 round_pushpin 📍 triangular_flag_on_post 🚩',
  'hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock6 🕕',
  'clock9 🕘 clock12 🕛 watch ⌚ calendar 📆 date 📅 spiral_calendar_pad 🗓️ zzz 💤 soon 🔜 new 🆕 ok 🆗 sos 🆘',
  'email ✉️ envelope ✉️ e-mail 📧 incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤',
  'mailbox 📫 package 📦 phone ☎️ telephone_receiver 📞 iphone 📱 computer 💻 desktop_computer 🖥️ printer 🖨️',
  'floppy_disk 💾 cd 💿 cloud ☁️ satellite_antenna 📡 electric_plug 🔌 battery 🔋 gear ⚙️ wrench 🔧 hammer 🔨',
  'hammer_and_wrench 🛠️ toolbox 🧰 test_tube 🧪 shield 🛡️ robot_face 🤖 file_folder 📁 open_file_folder 📂',
  'card_index_dividers 🗂️ file_cabinet 🗄️ wastebasket 🗑️ clipboard 📋 page_facing_up 📄 page_with_curl 📃',
  'bookmark_tabs 📑 newspaper 📰 books 📚 book 📖 ledger 📒 notebook 📓 memo 📝 pencil 📝 pencil2 ✏️ label 🏷️',
  'bookmark 🔖 card_index 📇 scroll 📜 abacus 🧮 briefcase 💼 office 🏢 house 🏠 factory 🏭 bank 🏦 hospital 🏥',
  'school 🏫 department_store 🏬 convenience_store 🏪 hotel 🏨 airplane ✈️ car 🚗 truck 🚚 ship 🚢 bike 🚲',
  'earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 world_map 🗺️ sunny ☀️ partly_sunny ⛅',
  'rainbow 🌈 umbrella ☂️ snowflake ❄️ seedling 🌱 herb 🌿 four_leaf_clover 🍀 evergreen_tree 🌲 cherry_blossom 🌸',
  'wave 👋 raised_hand ✋ raised_hands 🙌 clap 👏 handshake 🤝 pray 🙏 muscle 💪 ok_hand 👌 v ✌️ crossed_fingers 🤞',
  '+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 point_up ☝️ point_up_2 👆 point_down 👇 point_left 👈 point_right 👉',
  'writing_hand ✍️ bust_in_silhouette 👤 busts_in_silhouette 👥 speaking_head_in_silhouette 🗣️ technologist 🧑‍💻',
  'smile 😄 smiley 😃 grinning 😀 grin 😁 slightly_smiling_face 🙂 simple_smile 🙂 blush 😊 wink 😉 joy 😂 sweat_smile 😅',
  'thinking_face 🤔 neutral_face 😐 confused 😕 disappointed 😞 cry 😢 sob 😭 scream 😱 sunglasses 😎 nerd_face 🤓',
  'partying_face 🥳 hugging_face 🤗 shrug 🤷 facepalm 🤦 exploding_head 🤯 sleeping 😴 ghost 👻 skull 💀 heart ❤️',
  'green_heart 💚 blue_heart 💙 broken_heart 💔 100 💯 coffee ☕ tea 🍵 beer 🍺 champagne 🍾 cake 🍰 pizza 🍕 bento 🍱',
  'red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 blue_circle 🔵',
  'large_purple_circle 🟣 large_brown_circle 🟤 white_circle ⚪ black_circle ⚫ red_square 🟥 large_orange_square 🟧',
  'large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 white_square_button 🔳 small_blue_diamond 🔹',
  'small_orange_diamond 🔸 large_blue_diamond 🔷 large_orange_diamond 🔶 small_red_triangle 🔺 small_red_triangle_down 🔻',
  'arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrow_forward ▶️',
  'arrow_backward ◀️ arrow_heading_down ⤵️ arrow_heading_up ⤴️ leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️',
  'arrows_counterclockwise 🔄 repeat 🔁 back 🔙 fast_forward ⏩ rewind ⏪ double_vertical_bar ⏸️ black_square_for_stop ⏹️',
  'heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_division_sign ➗ hash #️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣',
  'six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ dog 🐶 cat 🐱 unicorn_face 🦄 turtle 🐢 bug 🐛 bee 🐝',
];

const BY_NAME = new Map<string, string>();
for (const group of GROUPS) {
  const words = group.split(' ');
  for (let at = 0; at + 1 < words.length; at += 2) BY_NAME.set(words[at] ?? '', words[at + 1] ?? '');
}

/** By short code without colons; `flag-fr` and the like are put together from the country's letters. */
export function findEmoji(name: string): string | undefined {
  const country = /^flag-([a-z]{2})$/.exec(name)?.[1];
  if (country === undefined) return BY_NAME.get(name);
  return String.fromCodePoint(...[...country].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 97));
}
