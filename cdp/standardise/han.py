"""Variant forms of Han characters that Japanese and Korean records mix up, brought to one form.

Old forms of Japanese characters and the variants in names: 髙橋 = 高橋, 齋藤 = 齊藤 = 斎藤 = 斉藤, 渡邊 = 渡邉 = 渡辺.
"""

from __future__ import annotations

_FORMS = """
高髙 崎﨑嵜 辺邊邉 斉齊斎齋 浜濱濵 広廣 沢澤 国國囯 真眞 恵惠 島嶋嶌 桜櫻 竜龍 滝瀧 栄榮 徳德 吉𠮷 富冨 野埜
柳栁 館舘 橋槗 藤籐 浅淺 関關 黒黑 塩鹽 円圓 応應 学學 楽樂 覚覺 気氣 帰歸 旧舊 挟挾 狭狹 暁曉 区區 駆驅 勲勳
薫薰 渓溪 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄 芸藝 撃擊 県縣 倹儉 剣劍劔 険險 検檢 権權 献獻 研硏 顕顯 験驗 厳嚴 効效
鉱鑛 号號 済濟 雑雜 参參 蚕蠶 残殘 糸絲 児兒 実實 写寫 釈釋 寿壽 収收 従從 渋澁 縦縱 粛肅 処處 叙敍 奨奬 将將
焼燒 証證 乗乘 条條 状狀 畳疊 譲讓 醸釀 触觸 嘱囑 慎愼 尽盡 図圖 粋粹 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜 摂攝
窃竊 専專 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 荘莊 捜搜 装裝 総總 騒騷 増增 蔵藏 臓臟 属屬 続續 堕墮 対對
体體 帯帶 台臺 択擇 担擔 団團 弾彈 断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳 聴聽 勅敕 鎮鎭 逓遞 鉄鐵鐡 転轉 点點 伝傳
灯燈 当當 党黨 盗盜 稲稻 闘鬪 独獨 読讀 届屆 縄繩 弐貳 悩惱 脳腦 覇霸 廃廢 拝拜 売賣 麦麥 発發 抜拔 蛮蠻 秘祕
仏佛 払拂 併倂 並竝 瓶甁 変變 弁辨瓣辯 舗舖 歩步 穂穗 宝寶 豊豐 没沒 毎每 万萬 満滿 黙默 弥彌 訳譯 薬藥 与與
余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 両兩 猟獵 緑綠 塁壘 涙淚 励勵 礼禮 隷隸 霊靈 齢齡 恋戀 炉爐 労勞
楼樓 亀龜 亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 飲飮 隠隱 営營 衛衞 鋭銳 駅驛 悦悅 艶艷 奥奧 横橫 欧歐 殴毆 穏穩
仮假 価價 画畫 会會 壊壞 懐懷 絵繪 拡擴 殻殼 概槪 勧勸 巻卷 寛寬 歓歡 缶罐 観觀 間閒 陥陷 戯戲 犠犧 偽僞 拠據
挙擧 虚虛 峡峽 郷鄕 尭堯 槙槇 遥遙 瑶瑤 凜凛 桧檜 昇曻 峰峯 杉杦 松枩 梅楳 桑桒 秋穐 稿稾 翠翆 船舩 村邨 鴎鷗
鴬鶯 凉涼 沖冲 況况 準准 啓啟 喜㐂 巣巢 徴徵 戻戾 曽曾 歴歷 温溫 祢禰 祷禱 禄祿 緒緖 縁緣 錬鍊 録錄 黄黃 靱靭
頬頰 麺麵 熙煕凞
"""
"""Groups of forms of one character; the first stands for all."""

_VARIANTS = {ord(variant): group[0] for group in _FORMS.split() for variant in group[1:]}


def unify_han(text: str) -> str:
    """Return `text` with each variant of a Han character replaced by the form that stands for its group."""
    return text.translate(_VARIANTS)
