-- Made-up people in the three scripts that one font file covers, so that both badge tools can draw them.
-- Person n is always the same; the lists of names have lengths without a common divisor, so that thousands have names of their own.
local given = { "Amina", "Jürgen", "Ngũgĩ", "Zoë", "Ольга", "Σοφία", "María José", "Łukasz", "Åsa", "João", "Nguyễn", "İpek",
  "Дмитро", "Γιώργος", "Siobhán", "Christopher", "Ana", "Bo", "Maximiliano", "Ðorđe", "Mele", "Jean-Baptiste", "Kateřina" }
local family = { "Diallo", "Müller-Lüdenscheidt", "wa Kamau", "Ковальчук", "Παπαδοπούλου", "Fernández de la Cruz", "Wójcik", "Li",
  "Österberg", "dos Santos", "Văn An", "Yılmaz", "Шевченко", "O’Sullivan", "Featherstonehaugh", "Kovač", "Ng", "Tupou", "Černá" }
local middle = { "A.", "Björk", "Ć.", "de", "É.", "Φ.", "Grace", "H.", "И.", "Joy", "K.", "Łucja", "Marie", "Ñ.", "Олена", "P.", "van" }
local affiliation = { "Internet Society", "Technische Universität München", "University of Nairobi", "Ίδρυμα Τεχνολογίας και Έρευνας",
  "Національна академія наук України", "Universidad Nacional Autónoma de México", "NIC", "Instituto Superior Técnico, Lisboa" }
local country = { "SN", "DE", "KE", "UA", "GR", "MX", "PL", "CN", "SE", "BR", "VN", "TR", "IE", "GB", "RS", "SG", "TO", "CZ" }

return function(n)
  local first = given[n % #given + 1]
  return {
    badge_name = first,
    name = first .. " " .. middle[n % #middle + 1] .. " " .. family[n % #family + 1],
    affiliation = affiliation[n % #affiliation + 1],
    country = country[n % #country + 1],
  }
end
